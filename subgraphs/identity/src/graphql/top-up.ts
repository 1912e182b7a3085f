import { internal } from '@moim/kit/graphql/tags.ts';
import { ConflictError, InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import type { TopUp as TopUpRow } from '../domain/top-up.ts';
import { builder } from './builder.ts';

const TopUpState = builder.enumType('TopUpState', {
  description: 'How far a purchase is.',
  values: {
    PENDING: { description: 'Waits for the payment.' },
    PAID: { description: 'Paid, and the credits are in the wallet.' },
    FAILED: { description: 'Given up or refused; nothing was paid.' },
  },
});

const TopUp = builder.objectRef<TopUpRow>('TopUp').implement({
  description: 'A purchase of credits.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client.' }),
    credits: t.exposeInt('credits', { description: 'How many credits are bought.' }),
    priceWon: t.exposeInt('priceWon', { description: 'What they cost, in won.' }),
    state: t.expose('state', { type: TopUpState, description: 'How far it is.' }),
    checkoutUrl: t.exposeString('checkoutUrl', {
      nullable: true,
      description: 'Page of the payment provider where the member pays; null once it has ended.',
    }),
  }),
});

const TopUpInput = builder.inputType('TopUpInput', {
  description: 'How many credits.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same request again is the same purchase.',
    }),
    credits: t.int({ required: true, description: '1 to 100,000; 10 won each.' }),
  }),
});

const TopUpPayload = builder.objectRef<{ topUp: TopUpRow }>('TopUpPayload').implement({
  description: 'The purchase is open.',
  fields: (t) => ({
    topUp: t.expose('topUp', { type: TopUp, description: 'With the page where it is paid.' }),
  }),
});

builder.mutationField('topUp', (t) =>
  t.field({
    tag: internal,
    type: TopUpPayload,
    description: 'Begins a purchase of credits. They come once the payment provider has confirmed it.',
    args: oneInput(t, TopUpInput, 'How many credits to buy.'),
    errors: {
      types: [InvalidInputError, ConflictError],
      union: { name: 'TopUpResult', description: 'The purchase, or why there is none.' },
    },
    resolve: async (_, { input }, context) => ({
      topUp: await context.change((services, viewer) => context.payments.topUp(services, viewer, input)),
    }),
  }),
);
