import { internal } from '@moim/kit/graphql/tags.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { endCoverForMember } from '../actions/end-cover-for-member.ts';
import { type EndPreview, previewEndCover } from '../actions/preview-end-cover.ts';
import { revealPersonalData } from '../actions/reveal-personal-data.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import { builder } from './builder.ts';
import { getPeriod } from './coverage-period.ts';
import { CoveragePeriod } from './refs.ts';

const reasonNote = 'Why; the holder can read it. 1 to 500 characters in one line.';
const ticketNote = 'Where the holder asked for it, e.g. a number of the help desk: 1 to 40 characters.';
const effectiveNote = 'When cover ended; not before its start, and not in the future.';

const EndCoverForMemberInput = builder.inputType('EndCoverForMemberInput', {
  description: 'An end that the holder asked for by other means, e.g. by phone.',
  fields: (t) => ({
    periodId: t.id({ required: true, description: 'A period of any member, also of one who left.' }),
    effectiveAt: t.field({ type: 'DateTime', required: true, description: effectiveNote }),
    reason: t.string({ required: true, description: reasonNote }),
    ticket: t.string({ required: true, description: ticketNote }),
  }),
});

const PreviewEndCoverInput = builder.inputType('PreviewEndCoverInput', {
  description: 'An end to look at first.',
  fields: (t) => ({
    periodId: t.id({ required: true, description: 'A period of any member.' }),
    effectiveAt: t.field({ type: 'DateTime', required: true, description: effectiveNote }),
  }),
});

const RevealPersonalDataInput = builder.inputType('RevealPersonalDataInput', {
  description: 'Whose data, and what for.',
  fields: (t) => ({
    policyId: t.id({ required: true, description: 'A policy of any member.' }),
    reason: t.string({ required: true, description: reasonNote }),
    ticket: t.string({ required: true, description: ticketNote }),
  }),
});

const EndCoverForMemberPayload = builder
  .objectRef<{ periodId: string }>('EndCoverForMemberPayload')
  .implement({
    description: 'Cover has ended then.',
    fields: (t) => ({
      period: t.field({
        type: CoveragePeriod,
        description: 'The period, as believed now.',
        resolve: ({ periodId }, _, context) => getPeriod(context, periodId),
      }),
    }),
  });

const PreviewEndCoverPayload = builder.objectRef<EndPreview>('PreviewEndCoverPayload').implement({
  description: 'What an end would change; nothing has changed.',
  fields: (t) => ({
    period: t.field({
      type: CoveragePeriod,
      description: 'The period, as it stands.',
      resolve: ({ periodId }, _, context) => getPeriod(context, periodId),
    }),
    premiumWonBefore: t.exposeInt('premiumWonBefore', { description: 'Its premium as it stands, in won.' }),
    premiumWonAfter: t.exposeInt('premiumWonAfter', {
      description: 'Premium of the period with the end that was asked about, in won.',
    }),
    isNoop: t.exposeBoolean('isNoop', { description: 'It ended earlier already: nothing would change.' }),
  }),
});

const RevealPersonalDataPayload = builder.objectRef<PersonalData>('RevealPersonalDataPayload').implement({
  description: 'Unmasked data, once. The holder sees who looked and why.',
  fields: (t) => ({
    legalName: t.exposeString('legalName', { description: 'As on the licence.' }),
    phone: t.exposeString('phone', { description: 'As one would write it.' }),
    licenceNumber: t.exposeString('licenceNumber', { description: "Of the driver's licence." }),
  }),
});

builder.mutationFields((t) => ({
  endCoverForMember: t.field({
    tag: internal,
    type: EndCoverForMemberPayload,
    description: 'For CX: ends a period for its holder, or moves its end earlier. Noted for the holder.',
    args: oneInput(
      t,
      EndCoverForMemberInput,
      'The period, when its cover ended, and where the holder asked for that.',
    ),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
      union: { name: 'EndCoverForMemberResult', description: 'The period, or why it stays as it is.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      periodId: await endCoverForMember(services, viewer, input),
    }),
  }),
  previewEndCover: t.field({
    tag: internal,
    type: PreviewEndCoverPayload,
    description: 'For CX: what `endCoverForMember` would do. Changes nothing.',
    args: oneInput(t, PreviewEndCoverInput, 'The period, and the end of its cover to look at.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'PreviewEndCoverResult', description: 'What would change, or why it cannot.' },
    },
    resolve: (_, { input }, { services, viewer }) => previewEndCover(services, viewer, input),
  }),
  revealPersonalData: t.field({
    tag: internal,
    type: RevealPersonalDataPayload,
    description: 'For CX: shows personal data unmasked, once, for a reason. Noted for the holder.',
    args: oneInput(t, RevealPersonalDataInput, 'The policy whose data is shown, and what for.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ForbiddenError],
      union: { name: 'RevealPersonalDataResult', description: 'The data, or why it stays masked.' },
    },
    resolve: (_, { input }, { services, viewer }) => revealPersonalData(services, viewer, input),
  }),
}));
