import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { EntityKind } from '../domain/entity.ts';
import type { Notification } from '../domain/notification.ts';
import { asDate } from './messages.ts';
import { notifications } from './tables.ts';

const columns = {
  id: notifications.id,
  kind: notifications.kind,
  at: notifications.at,
  readAt: notifications.readAt,
  subject: { kind: notifications.subjectKind, id: notifications.subjectId },
  actorId: notifications.actorId,
  startsAt: notifications.startsAt,
  previousStartsAt: notifications.previousStartsAt,
};

/** A row of `notification` as JSON, in the shape of `StoredNotification`. */
export const notificationAsJson = sql`json_build_object(
  'id', notification.id, 'kind', notification.kind, 'at', notification.at, 'readAt', notification.read_at,
  'subjectKind', notification.subject_kind, 'subjectId', notification.subject_id,
  'actorId', notification.actor_id, 'startsAt', notification.starts_at,
  'previousStartsAt', notification.previous_starts_at)`;

/** A notification as JSON carries it. */
export type StoredNotification = Pick<Notification, 'id' | 'kind' | 'actorId'> & {
  readonly at: string;
  readonly readAt: string | null;
  readonly subjectKind: EntityKind;
  readonly subjectId: string;
  readonly startsAt: string | null;
  readonly previousStartsAt: string | null;
};

export const asNotification = ({ id, kind, actorId, ...stored }: StoredNotification): Notification => ({
  id,
  kind,
  actorId,
  at: new Date(stored.at),
  readAt: asDate(stored.readAt),
  subject: { kind: stored.subjectKind, id: stored.subjectId },
  startsAt: asDate(stored.startsAt),
  previousStartsAt: asDate(stored.previousStartsAt),
});

/** Those of the notifications that are the member's, in any order. */
export function findNotifications(db: ReadDb, memberId: string, ids: readonly string[]) {
  return db
    .named('messaging.findNotifications')
    .select(columns)
    .from(notifications)
    .where(and(sql`${notifications.id} = any(${idList(ids)})`, eq(notifications.memberId, memberId)));
}

/** Place of a notification in its member's list: the latest comes first. */
export interface NotificationListKey {
  readonly at: Date;
  readonly id: string;
}

export interface NotificationsPage {
  readonly after: NotificationListKey | null;
  readonly limit: number;
  readonly isUnreadOnly: boolean;
}

export function findNotificationsOfMember(
  db: ReadDb,
  memberId: string,
  { after, limit, isUnreadOnly }: NotificationsPage,
): Promise<Notification[]> {
  return db
    .named('messaging.findNotificationsOfMember')
    .select(columns)
    .from(notifications)
    .where(
      and(
        eq(notifications.memberId, memberId),
        isUnreadOnly ? isNull(notifications.readAt) : undefined,
        after
          ? or(
              lt(notifications.at, after.at),
              and(eq(notifications.at, after.at), lt(notifications.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(notifications.at), desc(notifications.id))
    .limit(limit);
}

export function countUnreadNotifications(db: ReadDb, memberId: string): Promise<number> {
  return db
    .named('messaging.countUnreadNotifications')
    .$count(notifications, and(eq(notifications.memberId, memberId), isNull(notifications.readAt)));
}

interface ReadNotifications {
  readonly memberId: string;
  /** Null for all. */
  readonly ids: readonly string[] | null;
  readonly at: Date;
}

/** How many were unread until now. */
export async function markNotificationsAsRead(tx: Tx, { memberId, ids, at }: ReadNotifications) {
  const { rowCount } = await tx
    .named('messaging.markNotificationsAsRead')
    .update(notifications)
    .set({ readAt: at })
    .where(
      and(
        eq(notifications.memberId, memberId),
        isNull(notifications.readAt),
        ids ? sql`${notifications.id} = any(${idList(ids)})` : undefined,
      ),
    );
  return rowCount ?? 0;
}

/** What a member was told of goes with their account. */
export async function deleteNotificationsOfMember(tx: Tx, memberId: string): Promise<void> {
  await tx
    .named('messaging.deleteNotificationsOfMember')
    .delete(notifications)
    .where(eq(notifications.memberId, memberId));
}
