import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { oneInput } from '@moim/kit/graphql/one-input.ts';
import { markNotificationsRead } from '../actions/mark-notifications-read.ts';
import { builder } from './builder.ts';
import { getViewer, Viewer } from './viewer.ts';

const MarkNotificationsReadInput = builder.inputType('MarkNotificationsReadInput', {
  description: 'Which notifications the viewer has read.',
  fields: (t) => ({
    ids: t.idList({ description: 'At most 200 notifications of the viewer; absent for all.' }),
  }),
});

const MarkNotificationsReadPayload = builder.objectRef<object>('MarkNotificationsReadPayload').implement({
  description: 'They are read, on every device.',
  fields: (t) => ({
    viewer: t.field({
      type: Viewer,
      description: 'With what is still unread.',
      resolve: (_, __, context) => getViewer(context),
    }),
  }),
});

builder.mutationField('markNotificationsRead', (t) =>
  t.field({
    type: MarkNotificationsReadPayload,
    description: 'Marks notifications as read; what was read before stays so.',
    args: oneInput(t, MarkNotificationsReadInput, 'The notifications that the viewer has read.'),
    errors: {
      types: [InvalidInputError],
      union: { name: 'MarkNotificationsReadResult', description: 'Who has read them, or why not.' },
    },
    resolve: async (_, { input }, { services, viewer }) => {
      await markNotificationsRead(services, viewer, input);
      return {};
    },
  }),
);
