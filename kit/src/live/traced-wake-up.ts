import { traceparentOf } from '../trace/traceparent.ts';
import type { Bus, BusMessage } from './bus.ts';

/** The wake-up with the trace of what it tells of; as it is without one. */
export function withTrace(message: BusMessage, traceparent: string | null | undefined): BusMessage {
  return traceparent ? { ...message, traceparent } : message;
}

/** What a wake-up tells of: the place of a row in its log, and the trace that wrote it. */
export interface TracedRow {
  readonly seq: number;
  readonly traceparent: string | null;
}

/** Traces of rows in front of the one that a wake-up names; a message has a kilobyte. */
const maxEarlier = 10;

/**
 * One wake-up for rows that came into a log together, each with its own trace; of many, the last ones.
 *
 * @param rows - ascending, at least one
 */
export function wakeUpFor(rows: readonly TracedRow[]): BusMessage {
  const earlier = rows
    .slice(0, -1)
    .filter(({ traceparent }) => traceparent !== null)
    .slice(-maxEarlier)
    .map(({ seq, traceparent }) => `${seq}=${traceparent}`);
  const { seq = 0, traceparent = null } = rows.at(-1) ?? {};
  return withTrace({ seq, ...(earlier.length > 0 && { earlier: earlier.join(' ') }) }, traceparent);
}

/** Every wake-up says by itself which trace caused it. */
export function tracedBus(bus: Bus): Bus {
  return {
    publish: (topic, message) =>
      bus.publish(topic, withTrace(message, message['traceparent'] ? null : traceparentOf())),
    subscribe: (topic, listener) => bus.subscribe(topic, listener),
    close: () => bus.close(),
  };
}

/** Which trace wrote a row, as far as wake-ups said so: they may be lost. */
export class HeardTraces {
  readonly #bySeq = new Map<number, string>();

  hear({ seq, traceparent, earlier }: BusMessage): void {
    for (const one of typeof earlier === 'string' ? earlier.split(' ') : []) {
      const [, of, trace] = /^(\d+)=(\S+)$/.exec(one) ?? [];
      if (trace !== undefined) this.#bySeq.set(Number(of), trace);
    }
    if (typeof seq === 'number' && typeof traceparent === 'string') this.#bySeq.set(seq, traceparent);
    for (const oldest of this.#bySeq.keys()) if (this.#bySeq.size > maxHeard) this.#bySeq.delete(oldest);
  }

  /** Forgets it, too: a row is passed on once. */
  take(seq: number): string | null {
    const traceparent = this.#bySeq.get(seq) ?? null;
    this.#bySeq.delete(seq);
    return traceparent;
  }
}

const maxHeard = 64;
