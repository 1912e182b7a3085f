import type { EntityReference } from './entity.ts';
import type { Message, MessageKind } from './message.ts';
import type { Notification } from './notification.ts';

export type RoomEventKind = 'MESSAGE_RECEIVED' | 'ROOM_JOINED' | 'ROOM_LEFT' | 'ROOM_READ';

export type InboxEventKind =
  RoomEventKind | 'NOTIFICATION_RECEIVED' | 'NOTIFICATIONS_READ' | 'ENTITY_CHANGED';

/** One entry of a member's inbox, with the counts at the moment of reading it. */
export interface InboxEvent {
  /** Position in the member's inbox, from 1 without a gap. */
  readonly seq: number;
  readonly kind: InboxEventKind;
  readonly at: Date;
  /** Null for what happened in no room. */
  readonly roomId: string | null;
  /** Null when no message caused it, or the member may no longer read it. */
  readonly message: Message | null;
  readonly roomUnread: number | null;
  readonly unread: number;
  /** Null when nothing but a silent change is told. */
  readonly notification: Notification | null;
  /** What it is about; null for NOTIFICATIONS_READ. */
  readonly subject: EntityReference | null;
  readonly unreadNotifications: number;
}

interface InboxKinds {
  /** For the member the message is about. */
  readonly forSubject: RoomEventKind;
  /** For everybody else in the room. */
  readonly forOthers: RoomEventKind;
}

/** What a message of a room's timeline means to those who are told of it. */
export function inboxKindsOf(kind: MessageKind): InboxKinds {
  const forOthers = 'MESSAGE_RECEIVED';
  if (kind === 'MEMBER_JOINED') return { forSubject: 'ROOM_JOINED', forOthers };
  if (kind === 'MEMBER_LEFT') return { forSubject: 'ROOM_LEFT', forOthers };
  return { forSubject: forOthers, forOthers };
}
