import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { setDeclinesWhenBusy } from '../actions/set-declines-when-busy.ts';
import { EventClashError } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { Viewer } from './viewer.ts';

const SetDeclinesWhenBusyInput = builder.inputType('SetDeclinesWhenBusyInput', {
  description: 'How clashes with the own events are taken.',
  fields: (t) => ({
    declinesWhenBusy: t.boolean({ required: true, description: 'Refused, or only told.' }),
  }),
});

const SetDeclinesWhenBusyPayload = builder.objectRef<{ id: string }>('SetDeclinesWhenBusyPayload').implement({
  description: 'The choice is kept.',
  fields: (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'The viewer, with the choice as it is now.',
      resolve: (viewer) => viewer,
    }),
  }),
});

builder.mutationField('setDeclinesWhenBusy', (t) =>
  t.field({
    type: SetDeclinesWhenBusyPayload,
    description:
      'Chooses whether what clashes with the own events is refused. Refused itself while future events clash already.',
    args: oneInput(t, SetDeclinesWhenBusyInput, 'Whether clashes are refused from now on.'),
    errors: {
      types: [EventClashError],
      union: { name: 'SetDeclinesWhenBusyResult', description: 'The viewer, or what clashes already.' },
    },
    resolve: async (_, { input }, { services, viewer }) => {
      await setDeclinesWhenBusy(services, viewer, input.declinesWhenBusy);
      return { id: viewer.memberId };
    },
  }),
);
