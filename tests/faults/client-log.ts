import { openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const change = z.object({
  op: z.enum(['add', 'remove']),
  id: z.string(),
  groupId: z.string(),
  memberId: z.string(),
});
const send = z.object({
  op: z.literal('send'),
  id: z.string(),
  roomId: z.string(),
  memberId: z.string(),
  text: z.string(),
});
const intent = z.union([send, change]);
const outcome = z.enum(['acked', 'refused']);
const line = z.union([z.object({ intent }), z.object({ id: z.string(), outcome })]);

/** What a client was about to do; written before it does. */
export type Intent = z.infer<typeof intent>;

/** `acked`: the system said yes. `refused`: it said no. Neither: it died first, and nobody knows. */
export type Outcome = z.infer<typeof outcome>;

const fileIn = (folder: string): string => join(folder, 'clients.log');

/** Append-only, one write a line: what a SIGKILL leaves behind is whole. */
export class ClientLog {
  readonly #file: number;

  constructor(folder: string) {
    this.#file = openSync(fileIn(folder), 'a');
  }

  intend(intent: Intent): void {
    this.#write({ intent });
  }

  settle(id: string, outcome: Outcome): void {
    this.#write({ id, outcome });
  }

  #write(entry: z.infer<typeof line>): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

export interface Remembered {
  readonly intent: Intent;
  /** `acked` when any attempt was; null when none was answered. */
  readonly outcome: Outcome | null;
  readonly attempts: number;
}

/** Everything that clients ever tried, in order of the first attempt. */
export function readClientLog(folder: string): Remembered[] {
  const tried = new Map<string, Remembered>();
  for (const text of readFileSync(fileIn(folder), 'utf8').split('\n').filter(Boolean)) {
    const entry = line.parse(JSON.parse(text));
    const id = 'intent' in entry ? entry.intent.id : entry.id;
    const before = tried.get(id);
    if ('intent' in entry)
      tried.set(id, {
        outcome: null,
        ...before,
        intent: entry.intent,
        attempts: (before?.attempts ?? 0) + 1,
      });
    else if (before && before.outcome !== 'acked') tried.set(id, { ...before, outcome: entry.outcome });
  }
  return [...tried.values()];
}
