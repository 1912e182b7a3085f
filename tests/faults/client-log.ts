import { openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a client was about to do; written before it does. */
export type Intent =
  | {
      readonly op: 'send';
      readonly id: string;
      readonly roomId: string;
      readonly memberId: string;
      readonly text: string;
    }
  | {
      readonly op: 'add' | 'remove';
      readonly id: string;
      readonly groupId: string;
      readonly memberId: string;
    };

/** `acked`: the system said yes. `refused`: it said no. Neither: it died first, and nobody knows. */
export type Outcome = 'acked' | 'refused';

type Line = { readonly intent: Intent } | { readonly id: string; readonly outcome: Outcome };

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

  #write(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
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
    const line = JSON.parse(text) as Line;
    const id = 'intent' in line ? line.intent.id : line.id;
    const before = tried.get(id);
    if ('intent' in line)
      tried.set(id, { outcome: null, ...before, intent: line.intent, attempts: (before?.attempts ?? 0) + 1 });
    else if (before && before.outcome !== 'acked') tried.set(id, { ...before, outcome: line.outcome });
  }
  return [...tried.values()];
}
