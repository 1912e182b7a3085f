import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { endCover } from '../actions/end-cover.ts';
import { openPolicy } from '../actions/open-policy.ts';
import { startCover } from '../actions/start-cover.ts';
import { updatePersonalData } from '../actions/update-personal-data.ts';
import { builder } from './builder.ts';
import { CoveragePeriod, Policy } from './refs.ts';
import { getPeriod, getPolicy } from './coverage-period.ts';

const nameNote = 'As on the licence: 2 to 60 letters.';
const phoneNote = 'Of a phone, e.g. 010-1234-5678 or +44 20 7946 0000.';
const licenceNote = "Of a Korean driver's licence: 12 digits.";

const OpenPolicyInput = builder.inputType('OpenPolicyInput', {
  description: 'Who is to be insured.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: asking again is the same policy.',
    }),
    legalName: t.string({ required: true, description: nameNote }),
    phone: t.string({ required: true, description: phoneNote }),
    licenceNumber: t.string({ required: true, description: licenceNote }),
  }),
});

const UpdatePersonalDataInput = builder.inputType('UpdatePersonalDataInput', {
  description: 'What changed; absent fields stay.',
  fields: (t) => ({
    legalName: t.string({ description: nameNote }),
    phone: t.string({ description: phoneNote }),
    licenceNumber: t.string({ description: licenceNote }),
  }),
});

const StartCoverInput = builder.inputType('StartCoverInput', {
  description: 'Cover from now on.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: asking again is the same period.',
    }),
    travelPlanId: t.id({ description: 'The trip that the cover is tied to.' }),
  }),
});

const EndCoverInput = builder.inputType('EndCoverInput', {
  description: 'Cover until now.',
  fields: (t) => ({ periodId: t.id({ required: true, description: "One of the viewer's own periods." }) }),
});

const policyPayload = (name: string, description: string) =>
  builder.objectRef<{ policyId: string }>(name).implement({
    description,
    fields: (t) => ({
      policy: t.field({
        type: Policy,
        description: "The viewer's policy.",
        resolve: ({ policyId }, _, context) => getPolicy(context, policyId),
      }),
    }),
  });

const periodPayload = (name: string, description: string) =>
  builder.objectRef<{ periodId: string }>(name).implement({
    description,
    fields: (t) => ({
      period: t.field({
        type: CoveragePeriod,
        description: 'The period, as believed now.',
        resolve: ({ periodId }, _, context) => getPeriod(context, periodId),
      }),
    }),
  });

const OpenPolicyPayload = policyPayload(
  'OpenPolicyPayload',
  'The viewer is insured from the first cover on.',
);
const UpdatePersonalDataPayload = policyPayload(
  'UpdatePersonalDataPayload',
  'The policy knows the new data, and its access log of the change.',
);
const StartCoverPayload = periodPayload('StartCoverPayload', 'Cover runs from now on.');
const EndCoverPayload = periodPayload('EndCoverPayload', 'Cover has ended; no premium runs any more.');

builder.mutationFields((t) => ({
  openPolicy: t.field({
    type: OpenPolicyPayload,
    description: "Opens the viewer's one policy. The data is kept sealed, and every look at it is noted.",
    args: oneInput(t, OpenPolicyInput, 'The personal data of who is to be insured.'),
    errors: {
      types: [InvalidInputError, ConflictError],
      union: { name: 'OpenPolicyResult', description: 'The policy, or why it was not opened.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      policyId: await openPolicy(services, viewer, input),
    }),
  }),
  updatePersonalData: t.field({
    type: UpdatePersonalDataPayload,
    description: 'Changes what the policy knows of the viewer.',
    args: oneInput(t, UpdatePersonalDataInput, 'The fields that changed, as they are now.'),
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'UpdatePersonalDataResult', description: 'The policy, or why nothing was changed.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      policyId: await updatePersonalData(services, viewer, input),
    }),
  }),
  startCover: t.field({
    type: StartCoverPayload,
    description: 'Cover at once, until it is ended.',
    args: oneInput(t, StartCoverInput, 'The new period, and the trip that it is tied to.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'StartCoverResult', description: 'The period, or why there is no cover.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      periodId: await startCover(services, viewer, input),
    }),
  }),
  endCover: t.field({
    type: EndCoverPayload,
    description: 'Ends cover at once. Cover that has ended stays as it is.',
    args: oneInput(t, EndCoverInput, 'The period that ends now.'),
    errors: {
      types: [NotFoundError],
      union: { name: 'EndCoverResult', description: 'The period, or why it runs on.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      periodId: await endCover(services, viewer, input),
    }),
  }),
}));
