import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { countMembersOfRooms, findMembersAmong, findMembersOfRooms } from '../db/chat-room-members.ts';
import { type ChatRoomRow, findChatRooms, findGroupsOfRooms } from '../db/chat-rooms.ts';
import { findLastMessages, findMessages, findTimelines, type Stretch } from '../db/messages.ts';
import { findNotifications } from '../db/notifications.ts';
import type { Message } from '../domain/message.ts';
import type { Notification } from '../domain/notification.ts';
import type { Context } from './context.ts';

const existing = (ids: readonly string[]): string[] => ids.filter(isUuid);

export const loadChatRoom = batched<Context, ChatRoomRow>(async (context, ids) => {
  const rooms = await findChatRooms(context.db, await context.reader(), existing(ids));
  return new Map(rooms.map((room) => [room.id, room]));
});

/** Of these members those who are in the room. */
export async function loadListeners(
  { db }: Context,
  roomId: string,
  memberIds: readonly string[],
): Promise<readonly string[]> {
  return isUuid(roomId) ? findMembersAmong(db, roomId, existing(memberIds)) : [];
}

/** @throws {NotFoundError} when the reader may not see it */
export async function getChatRoom(context: Context, id: string): Promise<ChatRoomRow> {
  const room = await loadChatRoom(context, id, undefined);
  if (!room) throw new NotFoundError();
  return room;
}

export const loadMessage = batched<Context, Message>(async (context, ids) => {
  const messages = await findMessages(context.db, await context.reader(), existing(ids));
  return new Map(messages.map((message) => [message.id, message]));
});

export const loadNotification = batched<Context, Notification>(async (context, ids) => {
  const rows = await findNotifications(context.db, context.viewer.memberId, existing(ids));
  return new Map(rows.map((notification) => [notification.id, notification]));
});

export const loadLastMessage = batched<Context, Message>(async (context, roomIds) => {
  const messages = await findLastMessages(context.db, await context.reader(), roomIds);
  return new Map(messages.map((message) => [message.roomId, message]));
});

export const loadMemberCount = batched<Context, number>(async (context, roomIds) => {
  const counts = await countMembersOfRooms(context.db, await context.reader(), roomIds);
  return new Map(counts.map(({ roomId, count }) => [roomId, count]));
});

export const loadGroupIds = batched<Context, string[]>(async (context, roomIds) => {
  const followed = await findGroupsOfRooms(context.db, await context.reader(), roomIds);
  return byRoom(followed, ({ groupId }) => groupId);
});

export const loadMemberIds = batched<Context, string[], { after: string | null; limit: number }>(
  async (context, roomIds, page) => {
    const members = await findMembersOfRooms(context.db, await context.reader(), roomIds, page);
    return byRoom(members, ({ memberId }) => memberId);
  },
);

export const loadTimeline = batched<Context, Message[], Stretch>(async (context, roomIds, stretch) => {
  const messages = await findTimelines(context.db, await context.reader(), roomIds, stretch);
  return byRoom(messages, (message) => message);
});

function byRoom<Row extends { readonly roomId: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): Map<string, Value[]> {
  const rooms = new Map<string, Value[]>();
  for (const row of rows) {
    const values = rooms.get(row.roomId) ?? [];
    rooms.set(row.roomId, values);
    values.push(valueOf(row));
  }
  return rooms;
}
