import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { EntityReference } from './entity.ts';

export const notificationKinds = [
  'EVENT_INVITED',
  'EVENT_MOVED',
  'EVENT_CANCELLED',
  'REMINDER',
  'PLAN_PUBLISHED',
  'PLAN_CHANGED',
  'PLAN_PUBLICATION_COMPLETED',
  'PLAN_PUBLICATION_CANCELLED',
  'RECOMMENDATION_CREATED',
  'RECOMMENDATION_REFUNDED',
  'COVER_STARTED',
  'COVER_ENDED',
  'PARKING_FINISHED',
] as const;

export type NotificationKind = (typeof notificationKinds)[number];

/** What a member was told of, until they have read it and after. It carries no text: that is read from its subject. */
export interface Notification {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly at: Date;
  /** Null while unread. */
  readonly readAt: Date | null;
  readonly subject: EntityReference;
  /** Who did it; null when nobody did. */
  readonly actorId: string | null;
  /** The time that a moved event or a reminder is about. */
  readonly startsAt: Date | null;
  readonly previousStartsAt: Date | null;
}

/** Most notifications that are named in one request. */
const maxNamedNotifications = 200;

/**
 * Ids to mark as read, as they are stored; null stands for all.
 *
 * @throws {InvalidInputError} naming `input.ids` for too many and for one that is no id
 */
export function toNotificationIds(ids: readonly string[] | null | undefined): readonly string[] | null {
  if (ids == null) return null;
  if (ids.length > maxNamedNotifications)
    throw new InvalidInputError('input.ids', `At most ${maxNamedNotifications} ids are allowed.`);
  if (!ids.every(isUuid)) throw new InvalidInputError('input.ids', 'An id is a UUID.');
  return ids.map((id) => id.toLowerCase());
}
