import type { Message, MessageKind } from './message.ts';

export type InboxEventKind = 'MESSAGE_RECEIVED' | 'ROOM_JOINED' | 'ROOM_LEFT' | 'ROOM_READ';

/** One entry of a member's inbox, with the counts at the moment of reading it. */
export interface InboxEvent {
  /** Position in the member's inbox, from 1 without a gap. */
  readonly seq: number;
  readonly kind: InboxEventKind;
  readonly at: Date;
  readonly roomId: string;
  /** Null when no message caused it, or the member may no longer read it. */
  readonly message: Message | null;
  readonly roomUnread: number;
  readonly unread: number;
}

interface InboxKinds {
  /** For the member the message is about. */
  readonly forSubject: InboxEventKind;
  /** For everybody else in the room. */
  readonly forOthers: InboxEventKind;
}

/** What a message of a room's timeline means to those who are told of it. */
export function inboxKindsOf(kind: MessageKind): InboxKinds {
  const forOthers = 'MESSAGE_RECEIVED';
  if (kind === 'MEMBER_JOINED') return { forSubject: 'ROOM_JOINED', forOthers };
  if (kind === 'MEMBER_LEFT') return { forSubject: 'ROOM_LEFT', forOthers };
  return { forSubject: forOthers, forOthers };
}
