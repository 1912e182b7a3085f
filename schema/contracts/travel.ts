import { z } from 'zod';

const planId = z.uuid();
const memberId = z.uuid();
/** An instant: RFC 3339 in UTC with milliseconds. */
const instant = z.iso.datetime({ precision: 3 });
/** A calendar day, `2026-11-21`. */
const day = z.iso.date();

const travelPlan = 'travel-plan';
const recommendation = 'recommendation';
const planPublication = 'plan-publication';

/** Created, edited, moved with its event, or deleted; told to those who are on the plan. */
export const planChanged = {
  name: 'travel.plan-changed.v1',
  aggregateType: travelPlan,
  payload: z.strictObject({
    planId,
    authorId: memberId,
    companionIds: z.array(memberId),
    change: z.enum(['CREATED', 'EDITED', 'MOVED', 'DELETED']),
    travelOn: day,
    calendarEventId: z.uuid().nullable(),
    chatRoomId: z.uuid().nullable(),
    /** MOVED: the event that it moved with, and whom calendar tells of that: one move is one piece of news. */
    movedWith: z.strictObject({ eventId: z.uuid(), participantIds: z.array(memberId) }).optional(),
  }),
};

/** A plan became visible to followers; one event for at most 200 of them, each its own aggregate. */
export const planPublished = {
  name: 'travel.plan-published.v1',
  aggregateType: 'plan-announcement',
  payload: z.strictObject({
    announcementId: z.uuid(),
    planId,
    authorId: memberId,
    recipientIds: z.array(memberId).min(1).max(200),
  }),
};

/** Asks identity to hold the credits. `recommendationId` is the id of the hold as well. */
export const recommendationRequested = {
  name: 'travel.recommendation-requested.v1',
  aggregateType: recommendation,
  payload: z.strictObject({
    recommendationId: z.uuid(),
    memberId,
    amountCredits: z.int().positive(),
    /** Not charged until then: identity lets the hold go by itself. */
    holdUntil: instant,
  }),
};

/** The result is written but not yet shown: asks identity to charge the hold. */
export const recommendationGenerated = {
  name: 'travel.recommendation-generated.v1',
  aggregateType: recommendation,
  payload: z.strictObject({ recommendationId: z.uuid(), memberId }),
};

/** No result will come: asks identity to let the hold go. */
export const recommendationFailed = {
  name: 'travel.recommendation-failed.v1',
  aggregateType: recommendation,
  payload: z.strictObject({ recommendationId: z.uuid(), memberId }),
};

/** Charged and shown, as a plan of the member; with a room it is posted there as a card. */
export const recommendationCreated = {
  name: 'travel.recommendation-created.v1',
  aggregateType: recommendation,
  payload: z.strictObject({
    recommendationId: z.uuid(),
    memberId,
    planId,
    chatRoomId: z.uuid().nullable(),
  }),
};

/** Its card can be read by others from now on: by those in the room where it was posted. */
export const recommendationShown = {
  name: 'travel.recommendation-shown.v1',
  aggregateType: recommendation,
  payload: z.strictObject({
    recommendationId: z.uuid(),
    /** Whose it is; not among the readers. */
    memberId,
    readerIds: z.array(memberId).min(1),
  }),
};

/** Ended without a charge. */
export const recommendationRefunded = {
  name: 'travel.recommendation-refunded.v1',
  aggregateType: recommendation,
  payload: z.strictObject({
    recommendationId: z.uuid(),
    memberId,
    reason: z.enum(['CREDITS_TOO_FEW', 'EXPIRED', 'GENERATION_FAILED', 'MEMBER_WITHDRAWN']),
  }),
};

/** Asks messaging for a chat room and calendar for an entry, with ids that are already known. */
export const planPublicationRequested = {
  name: 'travel.plan-publication-requested.v1',
  aggregateType: planPublication,
  payload: z.strictObject({
    publicationId: z.uuid(),
    planId,
    authorId: memberId,
    companionIds: z.array(memberId),
    /** Title of the plan, 1 to 80 characters, for room and entry. */
    title: z.string().min(1).max(80),
    /** Null: no room is asked for. */
    chatRoomId: z.uuid().nullable(),
    /** The room that the plan has already, for the entry to name; null: it has none. */
    existingChatRoomId: z.uuid().nullable(),
    /** Null: no entry is asked for. */
    calendarEventId: z.uuid().nullable(),
    /** The entry is all day, from the first to the last day of the trip. */
    travelOn: day,
    untilOn: day,
    timeZone: z.string(),
  }),
};

/** All or nothing: whoever made a part for this publication takes it back. */
export const planPublicationCancelled = {
  name: 'travel.plan-publication-cancelled.v1',
  aggregateType: planPublication,
  payload: z.strictObject({
    publicationId: z.uuid(),
    planId,
    authorId: memberId,
    reason: z.enum(['ROOM_REFUSED', 'ENTRY_REFUSED', 'TIMED_OUT', 'PLAN_CHANGED', 'MEMBER_WITHDRAWN']),
  }),
};

/** Every part is there. */
export const planPublicationCompleted = {
  name: 'travel.plan-publication-completed.v1',
  aggregateType: planPublication,
  payload: z.strictObject({ publicationId: z.uuid(), planId, authorId: memberId }),
};
