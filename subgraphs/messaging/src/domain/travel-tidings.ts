import {
  planChanged,
  planPublicationCancelled,
  planPublicationCompleted,
  planPublished,
  recommendationCreated,
  recommendationRefunded,
  recommendationRequested,
  recommendationShown,
} from '@moim/schema/contracts/travel.ts';
import type { EntityReference } from './entity.ts';
import type { NotificationKind } from './notification.ts';
import { type Payload, tidings, type Tidings, type TidingsEvent } from './tidings.ts';

const plan = ({ planId }: { planId: string }): EntityReference => ({ kind: 'TRAVEL_PLAN', id: planId });
const recommendation = ({ recommendationId }: { recommendationId: string }): EntityReference => ({
  kind: 'RECOMMENDATION',
  id: recommendationId,
});

/** What an event of travel means to members; null for one that concerns nobody here. */
export function travelTidings({ name, payload }: TidingsEvent): Tidings | null {
  switch (name) {
    case planChanged.name:
      return changed(planChanged.payload.parse(payload));
    case planPublished.name:
      return published(planPublished.payload.parse(payload));
    case planPublicationCompleted.name:
      return ofAuthor(planPublicationCompleted.payload.parse(payload), 'PLAN_PUBLICATION_COMPLETED');
    case planPublicationCancelled.name:
      return ofAuthor(planPublicationCancelled.payload.parse(payload), 'PLAN_PUBLICATION_CANCELLED');
    case recommendationRequested.name:
      return toOwner(recommendationRequested.payload.parse(payload), null);
    case recommendationCreated.name:
      return created(recommendationCreated.payload.parse(payload));
    case recommendationRefunded.name:
      return toOwner(recommendationRefunded.payload.parse(payload), 'RECOMMENDATION_REFUNDED');
    case recommendationShown.name:
      return shown(recommendationShown.payload.parse(payload));
    default:
      return null;
  }
}

/** The author edits, or has moved with the event; whoever is told of that by itself is not told twice. */
const changed = (event: Payload<typeof planChanged>): Tidings =>
  tidings({
    subject: plan(event),
    actorId: event.change === 'MOVED' ? null : event.authorId,
    told: [
      { memberIds: [event.authorId, ...toldByEvent(event)], kind: null },
      { memberIds: event.companionIds, kind: 'PLAN_CHANGED' },
    ],
  });

const toldByEvent = ({ companionIds, movedWith }: Payload<typeof planChanged>): string[] =>
  companionIds.filter((id) => movedWith?.participantIds.includes(id));

const published = (event: Payload<typeof planPublished>): Tidings =>
  tidings({
    subject: plan(event),
    actorId: event.authorId,
    told: [{ memberIds: event.recipientIds, kind: 'PLAN_PUBLISHED' }],
  });

/** The author asked, but others answered: that is news. */
const ofAuthor = (event: { planId: string; authorId: string }, kind: NotificationKind): Tidings =>
  tidings({ subject: plan(event), told: [{ memberIds: [event.authorId], kind }] });

const toOwner = (
  event: { recommendationId: string; memberId: string },
  kind: NotificationKind | null,
): Tidings => tidings({ subject: recommendation(event), told: [{ memberIds: [event.memberId], kind }] });

const created = (event: Payload<typeof recommendationCreated>): Tidings =>
  tidings(
    {
      subject: recommendation(event),
      told: [{ memberIds: [event.memberId], kind: 'RECOMMENDATION_CREATED' }],
    },
    { kind: 'RECOMMENDATION_CREATED', roomId: event.chatRoomId, memberId: event.memberId },
  );

/** Silently: who has the card on the screen asks for it again, now that its owner lets them see it. */
const shown = (event: Payload<typeof recommendationShown>): Tidings =>
  tidings({ subject: recommendation(event), told: [{ memberIds: event.readerIds, kind: null }] });
