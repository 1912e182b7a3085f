import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Person } from '../../e2e/person.ts';
import type { DeliveryLog } from './delivery-log.ts';

/** One event of a subscription with a cursor. */
export interface StreamEvent {
  readonly seq: number;
  /** What a client sent, or null. */
  readonly id: string | null;
}

export interface Following {
  readonly person: Person;
  readonly stream: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly read: (data: unknown) => StreamEvent;
  /** The place behind which to begin. */
  readonly seq: number;
  readonly log: DeliveryLog;
}

const result = z.object({ data: z.unknown() });
const firstPauseMs = 50;
const longestPauseMs = 2_000;

/** A client as ours: after every cut it resumes behind the last event that it has seen. */
export class StreamReader {
  readonly #following: Following;
  #seq: number;
  #isWanted = true;
  #stop: () => void = () => undefined;
  resumptions = 0;

  constructor(following: Following) {
    this.#following = following;
    this.#seq = following.seq;
    const { person, stream, seq, log } = following;
    log.write({ op: 'follows', reader: person.memberId, stream, seq });
  }

  get seq(): number {
    return this.#seq;
  }

  /** Resolves when it is stopped. */
  async run(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (this.#isWanted) {
      const seqBefore = this.#seq;
      await this.#listen();
      if (!this.#isWanted) return;
      this.resumptions += 1;
      pauseMs = this.#seq > seqBefore ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      await sleep(pauseMs);
    }
  }

  stop(): void {
    this.#isWanted = false;
    this.#stop();
  }

  async #listen(): Promise<void> {
    const { person, query, variables } = this.#following;
    const listening = person.listen(query, { ...variables, afterSeq: this.#seq }, (answer) =>
      this.#take(answer),
    );
    const stopped = new Promise<void>((resolve) => (this.#stop = resolve));
    await Promise.race([listening.ended, stopped]);
    listening.stop();
  }

  #take(answer: unknown): void {
    const { person, stream, read, log } = this.#following;
    const { data } = result.parse(answer);
    if (data === null || data === undefined) return;
    const { seq, id } = read(data);
    log.write({ op: 'received', reader: person.memberId, stream, seq, id, atMs: Date.now() });
    this.#seq = Math.max(this.#seq, seq);
  }
}
