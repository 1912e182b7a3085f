import { z } from 'zod';
import type { LoggedEvent } from '../contract.ts';
import { loggedEvent } from '../event-page.ts';
import { posOf } from './stream-key.ts';

const field = 'event';
/** Which history of the log it is a copy of. */
const epochField = 'epoch';

export interface StreamEntry {
  readonly id: string;
  readonly message: Readonly<Record<string, unknown>>;
}

const entry = z.object({ id: z.string(), message: z.record(z.string(), z.unknown()) });
const readReply = z.tuple([z.object({ messages: z.array(entry) })]).nullable();

/** Of an answer to XREADGROUP of one stream. */
export const entriesOf = (reply: unknown): readonly StreamEntry[] =>
  readReply.parse(reply)?.[0].messages ?? [];

export const encodeEntry = (event: LoggedEvent, epoch: string): Record<string, string> => ({
  [field]: JSON.stringify(event),
  [epochField]: epoch,
});

export const isOfEpoch = ({ message }: StreamEntry, epoch: string): boolean => message[epochField] === epoch;

/** Null for what the publisher's present leader did not write; the log has the event itself. */
export function decodeEntry(entry: StreamEntry, shard: number, epoch: string): LoggedEvent | null {
  const { id, message } = entry;
  if (!isOfEpoch(entry, epoch)) return null;
  try {
    const event = loggedEvent.parse(JSON.parse(String(message[field])));
    return event.pos === posOf(id) && event.shard === shard ? event : null;
  } catch {
    return null;
  }
}
