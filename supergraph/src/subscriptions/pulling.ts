import type { FormattedExecutionResult } from 'graphql';
import type { StreamSource } from '../execution/closable-stream.ts';
import type { Waiter } from './outcome.ts';
import type { Subscriber } from './subscriber.ts';

/** A subscriber for those who wait for each result, as `for await` does. */
export class Pulling implements StreamSource<FormattedExecutionResult>, Waiter {
  readonly #subscriber: Pick<Subscriber, 'poll' | 'close'>;
  #wake: (() => void) | null = null;

  constructor(subscriber: Pick<Subscriber, 'poll' | 'close' | 'readBy'>) {
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
