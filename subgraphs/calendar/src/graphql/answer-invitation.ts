import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { answerInvitation } from '../actions/answer-invitation.ts';
import { EventClashError } from '../domain/clash.ts';
import { builder } from './builder.ts';
import { InvitationAnswer } from './enums.ts';
import { savedEventPayload } from './saved-event.ts';

const AnswerInvitationInput = builder.inputType('AnswerInvitationInput', {
  description: 'What the viewer says to an invitation.',
  fields: (t) => ({
    eventId: t.id({ required: true, description: 'An event that invites the viewer.' }),
    answer: t.field({ type: InvitationAnswer, required: true, description: 'Whether the viewer comes.' }),
  }),
});

const AnswerInvitationPayload = savedEventPayload('AnswerInvitationPayload', {
  payload: 'The organizer can see it.',
  event: 'The event, with the answer among its attendees.',
  clashes: 'What the viewer has at the same times: told, but not refused.',
});

builder.mutationField('answerInvitation', (t) =>
  t.field({
    type: AnswerInvitationPayload,
    description: 'Says whether the viewer comes.',
    args: oneInput(t, AnswerInvitationInput, 'The event, and whether the viewer comes.'),
    errors: {
      types: [InvalidInputError, NotFoundError, EventClashError],
      union: { name: 'AnswerInvitationResult', description: 'The event, or why the answer was not taken.' },
    },
    resolve: (_, { input }, { services, viewer }) => answerInvitation(services, viewer, input),
  }),
);
