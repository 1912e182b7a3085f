import type { MessageFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import type { OutgoingMessage } from './outbox.ts';

/** Messages of one person that follow each other this closely share one header. */
const groupedWithinMs = 5 * 60_000;

/** One line of the conversation. A row keeps its key from the first attempt to send on. */
export interface TimelineRow {
  readonly key: string;
  readonly message: MessageFieldsFragment;
  /** The day that begins with this row, as an instant; null when it continues. */
  readonly day: string | null;
  /** The first one that is new to the viewer. */
  readonly isFirstNew: boolean;
  /** Continues the row above: no name, no picture. */
  readonly isGrouped: boolean;
  /** Set while the message is on its way. */
  readonly outgoing: OutgoingMessage | null;
}

interface Conversation {
  readonly messages: readonly MessageFieldsFragment[];
  readonly outgoing: readonly OutgoingMessage[];
  readonly viewer: NonNullable<MessageFieldsFragment['sender']>;
  /** What comes after this number is new; null when there is nothing to mark. */
  readonly dividerSeq: number | null;
  /** Equal for instants of the same day where the viewer is. */
  readonly dayKey: (instant: string) => string;
}

export function timelineRows(conversation: Conversation): readonly TimelineRow[] {
  const { messages, viewer } = conversation;
  const arrived = new Set(messages.map(({ id }) => id));
  const pending = conversation.outgoing.filter(({ id }) => !arrived.has(id));
  const rows: TimelineRow[] = [];
  for (const message of messages) rows.push(row(message, null, rows.at(-1), conversation));
  for (const outgoing of pending)
    rows.push(row(asMessage(outgoing, viewer), outgoing, rows.at(-1), conversation));
  return rows;
}

function row(
  message: MessageFieldsFragment,
  outgoing: OutgoingMessage | null,
  above: TimelineRow | undefined,
  { dividerSeq, dayKey }: Conversation,
): TimelineRow {
  const isNew = isBeyond(message, dividerSeq);
  // Nothing above and not the very next: more that is new lies further up, not loaded.
  const isFirstNew =
    isNew && (above ? !isBeyond(above.message, dividerSeq) : message.seq === (dividerSeq ?? 0) + 1);
  const beginsDay = !above || dayKey(above.message.sentAt) !== dayKey(message.sentAt);
  const isGrouped = !beginsDay && !isFirstNew && continues(above.message, message);
  return {
    key: message.id,
    message,
    day: beginsDay ? message.sentAt : null,
    isFirstNew,
    isGrouped,
    outgoing,
  };
}

function isBeyond({ seq }: MessageFieldsFragment, dividerSeq: number | null): boolean {
  return dividerSeq !== null && seq > dividerSeq && seq !== unsentSeq;
}

function continues(above: MessageFieldsFragment, message: MessageFieldsFragment): boolean {
  if (above.kind !== 'TEXT' || message.kind !== 'TEXT' || !message.sender) return false;
  const isSoon = Date.parse(message.sentAt) - Date.parse(above.sentAt) < groupedWithinMs;
  return isSoon && above.sender?.id === message.sender.id;
}

/** Not yet numbered: comes after everything that is. */
export const unsentSeq = Number.MAX_SAFE_INTEGER;

function asMessage(
  { id, text, writtenAt }: OutgoingMessage,
  sender: Conversation['viewer'],
): MessageFieldsFragment {
  const nothingTold = { startsAt: null, previousStartsAt: null, score: null, cards: [] };
  const message = { __typename: 'Message', id, seq: unsentSeq, kind: 'TEXT', text, sender } as const;
  return { ...message, ...nothingTold, sentAt: writtenAt };
}
