import { traceparentOf } from '../trace/traceparent.ts';
import type { Bus, BusMessage } from './bus.ts';

/** The wake-up with the trace of what it tells of; as it is without one. */
export function withTrace(message: BusMessage, traceparent: string | null | undefined): BusMessage {
  return traceparent ? { ...message, traceparent } : message;
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

/** Which trace wrote a row, as far as wake-ups said so: they may be lost, and of several the last counts. */
export class HeardTraces {
  readonly #bySeq = new Map<number, string>();

  hear({ seq, traceparent }: BusMessage): void {
    if (typeof seq !== 'number' || typeof traceparent !== 'string') return;
    this.#bySeq.set(seq, traceparent);
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
