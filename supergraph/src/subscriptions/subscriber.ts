import type { FormattedExecutionResult } from 'graphql';
import { codedError } from '../access/refusal.ts';
import { closableStream, type StreamSource } from '../execution/closable-stream.ts';
import type { Source } from './source.ts';
import type { Upstream, UpstreamEnd } from './upstream.ts';

export interface SubscriberOptions<From extends Source> {
  /** The client's cursor; null: from now. */
  readonly after: number | null;
  readonly source: From;
  /** Told before a stream ends because it is too far behind. */
  readonly onSlow?: () => void;
}

/** A stream of results for one client, and how to turn or end it from outside. */
export interface Subscriber<From extends Source = Source> {
  readonly results: AsyncGenerator<FormattedExecutionResult, void, void>;
  /** What it reads from. */
  readonly source: From;
  /**
   * Reads on from another source: in the same upstream where that is kept, else behind what was seen. The client
   * notices nothing.
   */
  turnTo(source: From, keepsUpstream: boolean): void;
  /** The stream throws this at its next turn; what has not been read is not delivered. */
  end(error: unknown): void;
  /** Called when the stream has ended, however that came about. */
  onDone(listener: () => void): void;
}

interface Seat {
  readonly upstream: Upstream;
  position: number;
  /** Where the stream stood when the seat was taken; null: nothing is known of it yet. */
  readonly reached: number | null;
  readonly leave: (isForGood?: boolean) => void;
}

/** A reader of upstreams: gap-free, in order, nothing twice, and never further behind than the ring. */
export function createSubscriber<From extends Source>(options: SubscriberOptions<From>): Subscriber<From> {
  const reader = new Reader(options);
  return {
    results: closableStream(reader),
    get source() {
      return reader.source;
    },
    turnTo: (source, keepsUpstream) => reader.turnTo(source, keepsUpstream),
    end: (error) => reader.fail(error),
    onDone: (listener) => reader.onDone(listener),
  };
}

/** Times that a failed upstream which someone else had opened is replaced. */
const maxReopenings = 3;

class Reader<From extends Source> implements StreamSource<FormattedExecutionResult> {
  /** The client's cursor. */
  readonly #after: number | null;
  readonly #onSlow: (() => void) | undefined;
  #source: From;
  #next: From | undefined;
  #seat: Seat | undefined;
  /** An upstream of his own, until he meets the shared one. */
  #own: Seat | undefined;
  #seen: number | null;
  #wake: (() => void) | undefined;
  #ending: { readonly error?: unknown } | undefined;
  #reopenings = 0;
  #isReading = false;
  #isDone = false;
  readonly #onDone: (() => void)[] = [];

  constructor({ after, source, onSlow }: SubscriberOptions<From>) {
    this.#onSlow = onSlow;
    this.#source = source;
    this.#after = after;
    this.#seen = after;
  }

  get source(): From {
    return this.#source;
  }

  turnTo(source: From, keepsUpstream: boolean): void {
    if (this.#isDone) return source.leave();
    this.#next = undefined; // a source that was never read holds nothing
    if (!keepsUpstream && this.#seat) {
      this.#next = source;
      this.#wake?.();
      return;
    }
    this.#source.leave();
    this.#source = source;
  }

  close(): void {
    this.#ending ??= {};
    this.#wake?.();
    if (!this.#isReading) this.#finish();
  }

  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#wake?.();
  }

  onDone(listener: () => void): void {
    if (this.#isDone) listener();
    else this.#onDone.push(listener);
  }

  async next(): Promise<Result> {
    this.#isReading = true;
    try {
      const result = await this.#read();
      if (result.done) this.#finish();
      return result;
    } catch (error) {
      this.#finish();
      throw error;
    } finally {
      this.#isReading = false;
    }
  }

  async #read(): Promise<Result> {
    while (!this.#isEnding()) {
      this.#turn();
      const seat = this.#moveOver();
      const reading = seat.upstream.read(seat.position);
      if (reading.kind === 'wait') await this.#changed();
      else if (reading.kind === 'dropped') {
        this.#onSlow?.();
        throw slowConsumer();
      } else if (reading.kind === 'end') {
        if (!this.#goesOnAfter(seat, reading.end)) return lastWord(reading.end);
      } else {
        seat.position += 1;
        this.#seen = reading.entry.cursor ?? this.#seen;
        const value = await this.#source.execute(reading.entry);
        // Whoever lost his right while other subgraphs were asked gets nothing any more.
        if (!this.#isEnding()) return { done: false, value };
      }
    }
    if (this.#ending && 'error' in this.#ending) throw asError(this.#ending.error);
    return end;
  }

  #finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#leaveSeats();
    this.#source.leave();
    for (const listener of this.#onDone.splice(0)) listener();
  }

  #isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** @returns the seat, of the shared stream or of his own, from which he reads next */
  #takeSeat(): Seat {
    const isBehind = this.#source.isShared && this.#seen !== null;
    return (this.#seat = this.#sit(this.#source.upstream(this.#seen), isBehind ? 'later' : 'now'));
  }

  #sit(upstream: Upstream, from: 'now' | 'later'): Seat {
    const leave = upstream.join(() => this.#wake?.());
    const { head, reached } = upstream.ring;
    return { upstream, position: from === 'now' ? head : -1, reached, leave };
  }

  #leaveSeats(isForGood = false): void {
    this.#seat?.leave(isForGood);
    this.#own?.leave(isForGood);
    this.#own = undefined;
  }

  /** Where nothing is known of the old stream yet, its next event says where the new one begins. */
  #turn(isForced = false): void {
    const [next, seat] = [this.#next, this.#seat];
    if (!next || !seat) return;
    const behind = this.#seen ?? seat.reached;
    if (behind === null && next.mayBeAwaited && !isForced) return;
    this.#next = undefined;
    this.#leaveSeats(true);
    this.#source.leave();
    this.#source = next;
    this.#seen = behind;
    this.#takeSeat();
  }

  /**
   * Finds the place in the shared ring behind what this client has seen. While the ring cannot tell
   * (it begins later, or has not come that far) he reads an upstream of his own.
   */
  #moveOver(): Seat {
    const seat = this.#seat ?? this.#takeSeat();
    if (seat.position >= 0 || this.#seen === null) return seat;
    const position = seat.upstream.ring.positionAfter(this.#seen);
    if (position === null) return (this.#own ??= this.#sit(this.#source.catchUp(this.#seen), 'now'));
    seat.position = position;
    this.#own?.leave();
    this.#own = undefined;
    return seat;
  }

  #goesOnAfter(seat: Seat, end: UpstreamEnd): boolean {
    if (this.#next) this.#turn(true);
    else if (seat === this.#own || !this.#mayReopen(seat.upstream, end)) return false;
    else {
      seat.leave();
      this.#takeSeat();
    }
    return true;
  }

  /** An upstream that was opened behind another client's cursor and refused for it says nothing about ours. */
  #mayReopen({ openedAfter }: Upstream, { result, error }: UpstreamEnd): boolean {
    const isFailure = result !== null || error !== null;
    if (!this.#source.isShared || !isFailure || openedAfter === this.#after) return false;
    this.#reopenings += 1;
    return this.#reopenings <= maxReopenings;
  }

  #changed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }
}

type Result = IteratorResult<FormattedExecutionResult, void>;

const end: Result = { done: true, value: undefined };

/** @throws the upstream's failure; nothing when it ended by itself */
function lastWord({ result, error }: UpstreamEnd): Result {
  if (error !== null) throw asError(error);
  if (result?.errors?.[0]) throw result.errors[0];
  return end;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

const slowConsumer = () =>
  codedError(
    'SLOW_CONSUMER',
    'Events came faster than you read them; subscribe again behind your last cursor.',
  );
