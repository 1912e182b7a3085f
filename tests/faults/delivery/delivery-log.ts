import { openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';

const line = z.discriminatedUnion('op', [
  /** About to send; written before the request leaves. */
  z.object({
    op: z.literal('sent'),
    id: z.string(),
    stream: z.string(),
    atMs: z.number(),
    /** Must arrive as all others; how long it takes is not measured. */
    warmsUp: z.boolean().optional(),
  }),
  /** The system said yes. */
  z.object({ op: z.literal('acked'), id: z.string() }),
  /** `reader` follows `stream` from behind `seq`; written once, before the first event. */
  z.object({ op: z.literal('follows'), reader: z.string(), stream: z.string(), seq: z.number() }),
  /** What a reader was given, as it came. `id` is null for what nobody sent, e.g. "joined the room". */
  z.object({
    op: z.literal('received'),
    reader: z.string(),
    stream: z.string(),
    seq: z.number(),
    id: z.string().nullable(),
    atMs: z.number(),
  }),
]);
/** Times are of one clock: the machine's, in ms since the epoch. */
export type DeliveryLine = z.infer<typeof line>;

/** What clients did and saw: append-only, one write a line, independent of the system under test. */
export class DeliveryLog {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a');
  }

  write(entry: DeliveryLine): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

export function readDeliveryLog(path: string): DeliveryLine[] {
  const texts = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return texts.map((text) => line.parse(JSON.parse(text)));
}
