import { z } from 'zod';

const roomId = z.uuid();
const memberId = z.uuid();
/** Position in the room, gapless from 1; equals the event's aggregate sequence. */
const seq = z.int().positive();

const chatRoom = 'chat-room';

/**
 * What takes a place in a room's timeline; the room is the aggregate. Of a recommendation it was told so
 * before `messaging.recommendation-posted.v1` took that place.
 */
export const messagePosted = {
  name: 'messaging.message-posted.v1',
  aggregateType: chatRoom,
  payload: z.strictObject({
    roomId,
    messageId: z.uuid(),
    seq,
    kind: z.enum([
      'TEXT',
      'MEMBER_JOINED',
      'MEMBER_LEFT',
      'EVENT_MOVED',
      'EVENT_CANCELLED',
      'RECOMMENDATION_CREATED',
      'PARKING_FINISHED',
    ]),
    /** Author of a text, the member who joined or left, or whose doing is told. */
    memberId,
  }),
};

/**
 * A recommendation took a place in a room's timeline. Whoever is in the room at that place may see its
 * card; who joins and leaves after that is told by `messaging.message-posted.v1` of the same aggregate.
 */
export const recommendationPosted = {
  name: 'messaging.recommendation-posted.v1',
  aggregateType: chatRoom,
  payload: z.strictObject({
    roomId,
    messageId: z.uuid(),
    seq,
    /** Whose recommendation it is. */
    memberId,
    recommendationId: z.uuid(),
    /** Everybody in the room, its owner as well. */
    readerIds: z.array(memberId).min(1),
  }),
};

/** Answer to `travel.plan-publication-requested.v1`; the room's id is the one that was asked for. */
export const planRoomCreated = {
  name: 'messaging.plan-room-created.v1',
  aggregateType: 'plan-room',
  payload: z.strictObject({ publicationId: z.uuid(), planId: z.uuid(), roomId }),
};

/** Answer to `travel.plan-publication-requested.v1`: nothing was created. */
export const planRoomRefused = {
  name: 'messaging.plan-room-refused.v1',
  aggregateType: 'plan-room',
  payload: z.strictObject({
    publicationId: z.uuid(),
    planId: z.uuid(),
    reason: z.enum(['INVALID', 'MEMBER_UNKNOWN', 'MEMBER_WITHDRAWN']),
  }),
};
