import { cardsOf } from '../domain/cards.ts';
import type { EntityReference } from '../domain/entity.ts';
import { builder } from './builder.ts';
import { EntityKind, LinkedEntity, resolveEntity } from './linked-entity.ts';
import { Message } from './message.ts';

const MessageCard = builder.objectRef<EntityReference>('MessageCard').implement({
  description: 'Something that a message points to.',
  fields: (t) => ({
    kind: t.expose('kind', { type: EntityKind, description: 'Of which type it is.' }),
    entityId: t.exposeID('id', { description: 'Its id, whether or not the reader may see it.' }),
    entity: t.field({
      type: LinkedEntity,
      nullable: true,
      directives: { perViewer: {} },
      description:
        "The thing itself with the reader's own rights; null when they may not see it. A live stream that asks for it is the reader's own: to share the stream, ask for `kind` and `entityId` there and for the things by `Query.linkedEntities`.",
      resolve: (reference, _, context) => resolveEntity(reference, context),
    }),
  }),
});

builder.objectField(Message, 'cards', (t) =>
  t.field({
    type: [MessageCard],
    description: 'Links in the text to pages of this installation, or what is told of; at most 5.',
    resolve: (message, _, { settings }) => [...cardsOf(message, settings.origins)],
  }),
);
