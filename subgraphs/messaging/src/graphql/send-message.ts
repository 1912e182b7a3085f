import { ConflictError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { sendMessage } from '../actions/send-message.ts';
import type { Message as MessageRow } from '../domain/message.ts';
import { builder } from './builder.ts';
import { Message } from './message.ts';

const SendMessageInput = builder.inputType('SendMessageInput', {
  description: 'What to say, and where.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description: 'A UUIDv7 that the client makes: sending the same message again is the same message.',
    }),
    roomId: t.id({ required: true, description: 'A room that the viewer is in.' }),
    text: t.string({
      required: true,
      description: '1 to 4000 characters, newlines and tabs included; blanks at the end are cut off.',
    }),
  }),
});

const SendMessagePayload = builder.objectRef<{ sentMessage: MessageRow }>('SendMessagePayload').implement({
  description: 'The message stands in the timeline, and everybody in the room is told.',
  fields: (t) => ({
    // Not `message`: that would clash with UserError's in one selection.
    sentMessage: t.expose('sentMessage', { type: Message, description: 'With its place in the timeline.' }),
  }),
});

builder.mutationField('sendMessage', (t) =>
  t.field({
    type: SendMessagePayload,
    description: 'Posts a message and reads the room up to it.',
    args: oneInput(t, SendMessageInput, 'The room, and what to say in it.'),
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'SendMessageResult', description: 'The message, or why it was not sent.' },
    },
    resolve: async (_, { input }, { services, viewer }) => ({
      sentMessage: await sendMessage(services, viewer, input),
    }),
  }),
);
