import type { FormattedExecutionResult } from 'graphql';
import type { StreamSource } from '../execution/closable-stream.ts';
import type { Waiter } from './outcome.ts';

/** What a stream has for whoever reads it: a result, its end, or nothing yet. */
export type Polled = FormattedExecutionResult | 'end' | null;

interface Polls {
  poll(): Polled;
  close(): void;
  /** @param reader - woken when after a `null` there may be something */
  readBy(reader: Waiter): void;
}

/** A subscriber for those who wait for each result, as `for await` does. */
export class Pulling implements StreamSource<FormattedExecutionResult>, Waiter {
  readonly #subscriber: Polls;
  #wake: (() => void) | null = null;

  constructor(subscriber: Polls) {
    this.#subscriber = subscriber;
    subscriber.readBy(this);
  }

  async next(): Promise<IteratorResult<FormattedExecutionResult, void>> {
    for (;;) {
      const polled = this.#subscriber.poll();
      if (polled === 'end') return { done: true, value: undefined };
      if (polled !== null) return { done: false, value: polled };
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  close(): void {
    this.#subscriber.close();
  }

  wake(): void {
    this.#wake?.();
  }
}
