import type { FormattedExecutionResult } from 'graphql';
import { codedError } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { RingEntry } from './ring.ts';
import type { Upstream, UpstreamEnd } from './upstream.ts';

export interface SubscriberOptions {
  /** The client's cursor; null: from now. */
  readonly after: number | null;
  /** What to read; of a shared one called again when the one before was refused to whoever opened it. */
  readonly upstream: () => Upstream;
  readonly isShared: boolean;
  /** One of the subscriber's own, opened as himself behind a cursor, until he meets the shared ring. */
  readonly catchUp: (after: number) => Upstream;
  readonly execute: (entry: RingEntry) => Promise<FormattedExecutionResult>;
  /** Told before a stream ends because it is too far behind. */
  readonly onSlow?: () => void;
}

/** A stream of results for one client, and how to end it from outside. */
export interface Subscriber {
  readonly results: AsyncGenerator<FormattedExecutionResult, void, void>;
  /** The stream throws this at its next turn; what has not been read is not delivered. */
  end(error: unknown): void;
  /** Called when the stream has ended, however that came about. */
  onDone(listener: () => void): void;
}

interface Seat {
  readonly upstream: Upstream;
  position: number;
  readonly leave: () => void;
}

/** A reader of upstreams: gap-free, in order, nothing twice, and never further behind than the ring. */
export function createSubscriber(options: SubscriberOptions): Subscriber {
  const reader = new SubscriberLoop(options);
  const loop = reader.run();
  return {
    results: closableStream({
      next: () => loop.next(),
      close: async () => {
        reader.stop();
        await loop.return();
        reader.finish(); // a loop that never began has no `finally`
      },
    }),
    end: (error) => reader.fail(error),
    onDone: (listener) => reader.onDone(listener),
  };
}

/** Times that a failed upstream which someone else had opened is replaced. */
const maxReopenings = 3;

class SubscriberLoop {
  readonly #options: SubscriberOptions;
  #seen: number | null;
  #wake: (() => void) | undefined;
  #ending: { readonly error?: unknown } | undefined;
  #reopenings = 0;
  #isDone = false;
  readonly #onDone: (() => void)[] = [];

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#seen = options.after;
  }

  stop(): void {
    this.#ending ??= {};
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#wake?.();
  }

  onDone(listener: () => void): void {
    if (this.#isDone) listener();
    else this.#onDone.push(listener);
  }

  async *run(): AsyncGenerator<FormattedExecutionResult, void, void> {
    let seat: Seat | undefined;
    let own: Seat | undefined;
    try {
      seat = this.#sit(this.#options.upstream(), this.#seen === null ? 'now' : 'later');
      while (!this.#isEnding()) {
        own = this.#moveOver(seat, own);
        const { upstream, position } = own ?? seat;
        const reading = upstream.read(position);
        if (reading.kind === 'wait') await this.#changed();
        else if (reading.kind === 'dropped') {
          this.#options.onSlow?.();
          throw slowConsumer();
        } else if (reading.kind === 'end') {
          if (own || !this.#mayReopen(upstream, reading.end)) {
            throwLastWord(reading.end);
            return;
          }
          seat.leave();
          seat = this.#sit(this.#options.upstream(), this.#seen === null ? 'now' : 'later');
        } else {
          (own ?? seat).position += 1;
          this.#seen = reading.entry.cursor ?? this.#seen;
          const result = await this.#options.execute(reading.entry);
          // Whoever lost his right while other subgraphs were asked gets nothing any more.
          if (!this.#isEnding()) yield result;
        }
      }
      this.#throwIfFailed();
    } finally {
      seat?.leave();
      own?.leave();
      this.finish();
    }
  }

  finish(): void {
    this.#isDone = true;
    for (const listener of this.#onDone.splice(0)) listener();
  }

  #isEnding(): boolean {
    return this.#ending !== undefined;
  }

  #throwIfFailed(): void {
    if (this.#ending && 'error' in this.#ending) throw asError(this.#ending.error);
  }

  #sit(upstream: Upstream, from: 'now' | 'later'): Seat {
    const leave = upstream.join(() => this.#wake?.());
    const position = from === 'now' ? upstream.ring.head : -1;
    return { upstream, position, leave };
  }

  /**
   * Finds the place in the shared ring behind what this client has seen. While the ring cannot tell
   * (it begins later, or has not come that far) he reads an upstream of his own.
   */
  #moveOver(seat: Seat, own: Seat | undefined): Seat | undefined {
    if (seat.position >= 0) return undefined;
    if (this.#seen === null) return own;
    const position = seat.upstream.ring.positionAfter(this.#seen);
    if (position !== null) {
      seat.position = position;
      own?.leave();
      return undefined;
    }
    if (own) return own;
    return this.#sit(this.#options.catchUp(this.#seen), 'now');
  }

  /** An upstream that was opened behind another client's cursor and refused for it says nothing about ours. */
  #mayReopen({ openedAfter }: Upstream, { result, error }: UpstreamEnd): boolean {
    const isFailure = result !== null || error !== null;
    if (!this.#options.isShared || !isFailure || openedAfter === this.#options.after) return false;
    this.#reopenings += 1;
    return this.#reopenings <= maxReopenings;
  }

  #changed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }
}

/** @throws the upstream's failure; nothing when it ended by itself */
function throwLastWord({ result, error }: UpstreamEnd): void {
  if (error !== null) throw asError(error);
  if (result?.errors?.[0]) throw result.errors[0];
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const slowConsumer = () =>
  codedError(
    'SLOW_CONSUMER',
    'Events came faster than you read them; subscribe again behind your last cursor.',
  );
