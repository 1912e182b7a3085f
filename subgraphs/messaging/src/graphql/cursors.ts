import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Page } from '@moim/kit/graphql/page.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { RoomListKey } from '../db/chat-rooms.ts';
import type { Stretch } from '../db/messages.ts';
import type { NotificationListKey } from '../db/notifications.ts';

const notACursor = (field: string) => new InvalidInputError(field, 'This is not a cursor of this list.');

/**
 * What to read of a timeline that ends at `lastSeq`: one more than the page, to see whether it ends.
 *
 * @throws {InvalidInputError} for a cursor that no message of the room can have
 */
export function toStretch({ after, before, direction, size }: Page, lastSeq: number): Stretch {
  return {
    afterSeq: toSeq(after, lastSeq, 'after'),
    beforeSeq: toSeq(before, lastSeq, 'before'),
    direction,
    limit: size + 1,
  };
}

function toSeq(key: string | null, lastSeq: number, field: string): number | null {
  if (key === null) return null;
  if (!/^[1-9]\d{0,9}$/.test(key)) throw notACursor(field);
  if (Number(key) > lastSeq) throw new InvalidInputError(field, 'This cursor is from the future.');
  return Number(key);
}

/** @throws {InvalidInputError} for a cursor of another list */
export function toMemberKey(key: string | null): string | null {
  if (key !== null && !isUuid(key)) throw notACursor('after');
  return key;
}

export const roomListKey = ({ lastActivityAt, id }: RoomListKey): string =>
  `${lastActivityAt.toISOString()} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toRoomListKey(key: string | null): RoomListKey | null {
  const place = toInstantAndId(key);
  return place && { lastActivityAt: place.at, id: place.id };
}

export const notificationKey = ({ at, id }: NotificationListKey): string => `${at.toISOString()} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export const toNotificationKey = (key: string | null): NotificationListKey | null => toInstantAndId(key);

function toInstantAndId(key: string | null) {
  if (key === null) return null;
  const [instant = '', id = ''] = key.split(' ');
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !isUuid(id)) throw notACursor('after');
  return { at, id };
}
