import { z } from 'zod';
import type { LoggedEvent } from '../contract.ts';
import { loggedEvent } from '../event-page.ts';
import { posOf } from './stream-key.ts';

/** The one field of an entry. */
const field = 'event';

export interface StreamEntry {
  readonly id: string;
  readonly message: Readonly<Record<string, unknown>>;
}

const entry = z.object({ id: z.string(), message: z.record(z.string(), z.unknown()) });
const readReply = z.tuple([z.object({ messages: z.array(entry) })]).nullable();

/** Of an answer to XREADGROUP of one stream. */
export const entriesOf = (reply: unknown): readonly StreamEntry[] =>
  readReply.parse(reply)?.[0].messages ?? [];

export const encodeEntry = (event: LoggedEvent): Record<string, string> => ({
  [field]: JSON.stringify(event),
});

/** Null for what no publisher of ours can have written; the log has the event itself. */
export function decodeEntry({ id, message }: StreamEntry, shard: number): LoggedEvent | null {
  try {
    const event = loggedEvent.parse(JSON.parse(String(message[field])));
    return event.pos === posOf(id) && event.shard === shard ? event : null;
  } catch {
    return null;
  }
}
