import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId, toNewId } from '@moim/kit/ids/given-id.ts';
import type { EntityKind } from './entity.ts';
import { cleanMessageText } from './text-rules.ts';

/** Told in a room by what happened elsewhere. */
const noticeKinds = ['EVENT_MOVED', 'EVENT_CANCELLED', 'RECOMMENDATION_CREATED', 'PARKING_FINISHED'] as const;

export const messageKinds = ['TEXT', 'MEMBER_JOINED', 'MEMBER_LEFT', ...noticeKinds] as const;

export type NoticeKind = (typeof noticeKinds)[number];
export type MessageKind = (typeof messageKinds)[number];

/** One place in a room's timeline. */
export interface Message {
  readonly id: string;
  readonly roomId: string;
  /** Position in the room, from 1 without a gap. */
  readonly seq: number;
  readonly kind: MessageKind;
  /** Author of a text, the member who joined or left, or whose doing a notice tells. */
  readonly memberId: string;
  /** Null unless `kind` is TEXT. */
  readonly text: string | null;
  /** What a notice is about; null for any other kind. */
  readonly subjectKind: EntityKind | null;
  readonly subjectId: string | null;
  /** For EVENT_MOVED: the new and the old start. For EVENT_CANCELLED: the start it had. */
  readonly startsAt: Date | null;
  readonly previousStartsAt: Date | null;
  /** 0 to 100; null unless `kind` is PARKING_FINISHED. */
  readonly score: number | null;
  readonly sentAt: Date;
}

/** The parts of a message that only a notice has. */
export const withoutNotice = {
  subjectKind: null,
  subjectId: null,
  startsAt: null,
  previousStartsAt: null,
  score: null,
} as const;

export interface SendMessageInput {
  /** Made by the client, UUIDv7: sending again with the same id is the same message. */
  readonly id: string;
  readonly roomId: string;
  readonly text: string;
}

export type MessageDraft = Pick<Message, 'id' | 'roomId' | 'memberId'> & { readonly text: string };

/**
 * @throws {InvalidInputError} for the client's id and for the text
 * @throws {NotFoundError} for a room id that cannot exist
 */
export function draftMessage(memberId: string, { id, roomId, text }: SendMessageInput): MessageDraft {
  return {
    id: toNewId(id, 'input.id'),
    text: cleanMessageText(text),
    roomId: toKnownId(roomId),
    memberId,
  };
}

/**
 * The message that a retry repeats.
 *
 * @throws {ConflictError} when the id stands for another message
 */
export function asRetry(stored: Message, draft: MessageDraft): Message {
  const isSame =
    stored.memberId === draft.memberId && stored.roomId === draft.roomId && stored.text === draft.text;
  if (!isSame) throw new IdTakenError();
  return stored;
}

/** Client-made ids are for ever: another request needs another id. */
export class IdTakenError extends ConflictError {
  constructor() {
    super('This id already stands for something else; make a new one.');
  }
}
