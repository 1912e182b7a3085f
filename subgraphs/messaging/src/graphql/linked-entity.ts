import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { EntityKind as EntityKindName, EntityReference } from '../domain/entity.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import type { Context } from './context.ts';
import { loadChatRoom } from './loaders.ts';

export const EntityKind = builder.enumType('EntityKind', {
  description: 'What a message or an inbox can point to.',
  values: {
    CALENDAR_EVENT: { description: 'A `CalendarEvent`.' },
    TRAVEL_PLAN: { description: 'A `TravelPlan`.' },
    RECOMMENDATION: { description: 'A recommended trip.' },
    COVERAGE_PERIOD: { description: 'A time of insurance cover.' },
    PARKING_SESSION: { description: 'One parking with the coach.' },
    CHAT_ROOM: { description: 'A `ChatRoom`.' },
    WALLET: {
      description: "The member's credits; their id is the member's. No entity: it is `Viewer.wallet`.",
    },
  },
});

/** Something that another subgraph owns; here only its type and key are known. */
class Stub {
  readonly typename: string;
  readonly id: string;

  constructor(typename: string, id: string) {
    this.typename = typename;
    this.id = id;
  }
}

const stub = (typename: string) =>
  builder
    .externalRef(typename, builder.keyDirective(builder.selection<{ id: string }>('id'), false))
    .implement({ externalFields: (t) => ({ id: t.id() }) });

export const LinkedEntity = builder.unionType('LinkedEntity', {
  description: 'Something that a message or an inbox points to.',
  types: [
    stub('CalendarEvent'),
    stub('TravelPlan'),
    stub('Recommendation'),
    stub('CoveragePeriod'),
    stub('ParkingSession'),
    ChatRoom,
  ],
  resolveType: (entity) => (entity instanceof Stub ? entity.typename : 'ChatRoom'),
});

const typenames: Readonly<Partial<Record<EntityKindName, string>>> = {
  CALENDAR_EVENT: 'CalendarEvent',
  TRAVEL_PLAN: 'TravelPlan',
  RECOMMENDATION: 'Recommendation',
  COVERAGE_PERIOD: 'CoveragePeriod',
  PARKING_SESSION: 'ParkingSession',
};

/** The key for its owner to answer with the reader's rights; our own rooms are read here. */
export function resolveEntity(reference: EntityReference | null, context: Context) {
  if (!reference) return null;
  if (reference.kind === 'CHAT_ROOM') return loadChatRoom(context, reference.id, undefined);
  const typename = typenames[reference.kind];
  return typename === undefined ? null : new Stub(typename, reference.id);
}

const EntityReferenceInput = builder.inputType('EntityReferenceInput', {
  description: 'Names something that a message or an inbox points to.',
  fields: (t) => ({
    kind: t.field({ type: EntityKind, required: true, description: 'Of which type it is.' }),
    id: t.id({ required: true, description: 'The `id` of that type.' }),
  }),
});

const maxReferences = 50;

builder.queryField('linkedEntities', (t) =>
  t.field({
    type: [LinkedEntity],
    nullable: { list: true, items: true },
    description:
      'The things that are named, in the same order, with the rights of the viewer; null for one that they may not see. At most 50.',
    directives: { perViewer: {} },
    args: {
      references: t.arg({
        type: [EntityReferenceInput],
        required: true,
        description: 'From `MessageCard`, `Notification` or `InboxEvent`.',
      }),
    },
    resolve: (_, { references }, context) => {
      if (references.length > maxReferences)
        throw new InvalidInputError('references', `At most ${maxReferences} are allowed.`);
      return references.map((reference) => (isUuid(reference.id) ? resolveEntity(reference, context) : null));
    },
  }),
);
