import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId, toNewId } from './id.ts';
import { cleanMessageText } from './text-rules.ts';

export type MessageKind = 'TEXT' | 'MEMBER_JOINED' | 'MEMBER_LEFT';

/** One place in a room's timeline. */
export interface Message {
  readonly id: string;
  readonly roomId: string;
  /** Position in the room, from 1 without a gap. */
  readonly seq: number;
  readonly kind: MessageKind;
  /** Author of a text, or the member who joined or left. */
  readonly memberId: string;
  /** Null unless `kind` is TEXT. */
  readonly text: string | null;
  readonly sentAt: Date;
}

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
