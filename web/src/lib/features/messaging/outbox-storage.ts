import * as v from 'valibot';
import type { Outbox, OutgoingMessage } from './outbox.ts';

const messageSchema = v.object({
  id: v.string(),
  roomId: v.string(),
  text: v.string(),
  writtenAt: v.string(),
  state: v.picklist(['waiting', 'sending', 'failed']),
  failure: v.nullable(v.string()),
});

/** What this browser still has to send for a member, oldest first; what cannot be read is left out. */
export function readOutbox(viewerId: string): Outbox {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(keyOf(viewerId, '')));
  const messages = keys.flatMap((key) => readMessage(key) ?? []);
  return messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Stores what changed. One key a message, so that two tabs never overwrite each other's. */
export function writeOutbox(viewerId: string, before: Outbox, after: Outbox): void {
  for (const message of after)
    if (!before.includes(message)) localStorage.setItem(keyOf(viewerId, message.id), JSON.stringify(message));
  const kept = new Set(after.map(({ id }) => id));
  for (const { id } of before) if (!kept.has(id)) localStorage.removeItem(keyOf(viewerId, id));
}

function readMessage(key: string): OutgoingMessage | null {
  try {
    return v.parse(messageSchema, JSON.parse(localStorage.getItem(key) ?? ''));
  } catch {
    return null;
  }
}

function keyOf(viewerId: string, messageId: string): string {
  return `moim.outbox.${viewerId}.${messageId}`;
}
