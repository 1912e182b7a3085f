import type { FormattedExecutionResult } from 'graphql';
import type { Endable } from '../access/endable.ts';
import { codedError, Refusal } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { Outcome, Reader, Waiter } from './outcome.ts';
import { type Polled, Pulling } from './pulling.ts';
import type { RingEntry } from './ring.ts';
import { Seat } from './seat.ts';
import type { Source } from './source.ts';
import type { Reading, UpstreamEnd } from './upstream.ts';

export interface SubscriberOptions<From extends Source> {
  /** The client's cursor; null: from now. */
  readonly after: number | null;
  readonly source: From;
  /** Told before a stream ends because it is too far behind. */
  readonly onSlow?: () => void;
  /** Told once that the stream has ended, however that came about. */
  readonly owner?: { release(): void };
}

/** Times that a failed upstream which someone else had opened is replaced. */
const maxReopenings = 3;

/**
 * A stream of results for one client, and how to turn or end it from outside: gap-free, in order, nothing twice, and
 * never further behind than the ring. It waits without a promise and without a timer, because ten thousand do.
 */
export class Subscriber<From extends Source = Source> implements Reader, Endable {
  readonly #onSlow: (() => void) | undefined;
  readonly #owner: { release(): void } | undefined;
  #source: From;
  #next: From | null = null;
  /** Nothing had come when it was to turn: of what it read from no more is used than where the next one begins. */
  #hasLetGo = false;
  #seat: Seat | null = null;
  /** At one that began further back, until he meets the shared one. */
  #own: Seat | null = null;
  #seen: number | null;
  /** What is made of the event that comes next. */
  #making: { readonly entry: RingEntry; readonly outcome: Outcome<FormattedExecutionResult> } | null = null;
  #reader: Waiter | null = null;
  #results: AsyncGenerator<FormattedExecutionResult, void, void> | null = null;
  #ending: { readonly error?: unknown } | null = null;
  #reopenings = 0;
  #isDone = false;
  #isWaiting = false;
  #charge: (() => Promise<void>) | null = null;
  #debt: 'none' | 'owed' | 'being paid' = 'none';

  constructor({ after, source, onSlow, owner }: SubscriberOptions<From>) {
    this.#onSlow = onSlow;
    this.#owner = owner;
    this.#source = source;
    this.#seen = after;
    source.readBy(this);
  }

  /** Nothing comes any more. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** What it reads from. */
  get source(): From {
    return this.#source;
  }

  /** The same to be iterated over; one reads it or polls, not both. */
  get results(): AsyncGenerator<FormattedExecutionResult, void, void> {
    return (this.#results ??= closableStream(new Pulling(this)));
  }

  /** Each event is paid for before the next is looked for: what was delivered stays delivered. */
  payFor(charge: () => Promise<void>): void {
    this.#charge = charge;
  }

  /** @param reader - woken when after a `null` there may be something */
  readBy(reader: Waiter): void {
    this.#reader = reader;
  }

  /** What comes next, if it is there. @throws the reason of an end that has one, once */
  poll(): Polled {
    try {
      const polled = this.#poll();
      this.#isWaiting = polled === null && this.#debt === 'none';
      if (polled === 'end') this.#finish();
      return polled;
    } catch (error) {
      this.#ending = {};
      this.#finish();
      throw error;
    }
  }

  wake(): void {
    this.#isWaiting = false;
    this.#reader?.wake();
  }

  /**
   * Reads on from another source: in the same upstream where that is kept, else behind what was seen. The client
   * notices nothing.
   */
  turnTo(source: From, keepsUpstream: boolean): void {
    if (this.#isDone) return source.leave();
    this.#next = null; // a source that was never read holds nothing
    source.readBy(this);
    if (!keepsUpstream && this.#seat) {
      this.#next = source;
      this.#letGo(this.#seat, source);
      return this.wake();
    }
    this.#source.leave();
    this.#take(source);
    this.#seat?.hear(source.isTold);
  }

  /** Until the next event tells where the new stream begins it may take days: the supergraph is not held so long. */
  #letGo(seat: Seat, next: From): void {
    const behind = this.#seen ?? seat.reached;
    if (this.#hasLetGo || behind !== null || !next.mayBeAwaited || isEvent(seat.read())) return;
    this.#hasLetGo = true;
    this.#source.letGo();
    seat.hear(false);
  }

  #take(source: From): void {
    this.#source = source;
    this.#hasLetGo = false;
    this.#making = null;
  }

  /** Ends it without a reason. */
  close(): void {
    this.#end({});
  }

  /** The stream throws this at its next turn; what has not been read is not delivered. */
  end(error: unknown): void {
    this.#end({ error });
  }

  #end(ending: { readonly error?: unknown }): void {
    this.#ending ??= ending;
    this.#finish();
    this.wake();
  }

  #poll(): Polled {
    while (!this.#ending) {
      if (this.#mustPay()) return null;
      this.#turn();
      const seat = this.#moveOver();
      const reading = seat.read();
      if (reading === null) return null;
      if (reading === 'dropped') throw this.#tooSlow();
      if (reading === 'ended') {
        const { end } = seat.upstream;
        if (!this.#goesOnAfter(seat, end)) return lastWord(end);
      } else return this.#complete(seat, reading);
    }
    if ('error' in this.#ending) throw asError(this.#ending.error);
    return 'end';
  }

  #complete(seat: Seat, entry: RingEntry): FormattedExecutionResult | null {
    const value = this.#made(entry);
    if (value === null) return null;
    this.#making = null;
    seat.advance();
    this.#seen = entry.cursor ?? this.#seen;
    if (this.#charge) this.#debt = 'owed';
    return value;
  }

  #made(entry: RingEntry): FormattedExecutionResult | null {
    if (this.#making?.entry !== entry) {
      const outcome = this.#executing.execute(entry);
      outcome.tell(this);
      if (outcome.value !== null) return outcome.value;
      this.#making = { entry, outcome };
    }
    return this.#making.outcome.value;
  }

  /** What has no cursor is completed where the others will be. */
  get #executing(): From {
    return this.#hasLetGo && this.#next ? this.#next : this.#source;
  }

  #mustPay(): boolean {
    if (this.#debt === 'owed' && this.#charge) {
      this.#debt = 'being paid';
      this.#charge().then(
        () => {
          this.#debt = 'none';
          this.wake();
        },
        (error: unknown) => this.end(error instanceof Refusal ? error.errors[0] : error), // transports know errors of GraphQL
      );
    }
    return this.#debt !== 'none';
  }

  #tooSlow(): Error {
    this.#onSlow?.();
    return codedError(
      'SLOW_CONSUMER',
      'Events came faster than you read them; subscribe again behind your last cursor.',
    );
  }

  #finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#leaveSeats();
    this.#source.leave();
    this.#making = null;
    this.#owner?.release();
  }

  /** The seat, of the shared stream or of one further back, from which he reads next. */
  #takeSeat(): Seat {
    const isBehind = this.#source.isShared && this.#seen !== null;
    const upstream = this.#source.upstream(this.#seen);
    return (this.#seat = new Seat(
      this,
      upstream,
      this.#seen,
      isBehind ? null : upstream.ring.head,
      this.#source.isTold,
    ));
  }

  #leaveSeats(isForGood = false): void {
    this.#seat?.leave(isForGood);
    this.#own?.leave(isForGood);
    this.#own = null;
  }

  /**
   * Where nothing is known of the old stream yet, its next event says where the new one begins: there it comes again,
   * as the new supergraph has it. What has come, and no cursor could bring back, is read first.
   */
  #turn(isForced = false): void {
    const [next, seat] = [this.#next, this.#seat];
    if (!next || !seat) return;
    const comesAgain = this.#hasLetGo && next.mayBeAwaited;
    const behind = this.#seen ?? seat.reached ?? (comesAgain ? justBefore(seat.read()) : null);
    if (behind === null && !isForced && (next.mayBeAwaited || isEvent(seat.read()))) return;
    this.#next = null;
    this.#leaveSeats(true);
    this.#source.leave();
    this.#take(next);
    this.#seen = behind;
    this.#takeSeat();
  }

  /**
   * Finds the place in the shared ring behind what this client has seen. While the ring cannot tell (it begins later,
   * or has not come that far) he reads one that begins further back, of which the ring learns when they meet.
   */
  #moveOver(): Seat {
    const seat = this.#seat ?? this.#takeSeat();
    if (seat.isPlaced || this.#seen === null) return seat;
    if (!seat.placeBehind(this.#seen)) return (this.#own ??= this.#sitFurtherBack(this.#seen));
    if (this.#own) seat.upstream.learnFrom(this.#own.upstream);
    this.#own?.leave();
    this.#own = null;
    return seat;
  }

  #sitFurtherBack(after: number): Seat {
    const upstream = this.#source.catchUp(after);
    return new Seat(this, upstream, after, upstream.ring.positionAfter(after) ?? upstream.ring.head);
  }

  #goesOnAfter(seat: Seat, end: UpstreamEnd): boolean {
    if (this.#next) this.#turn(true);
    else if (!this.#mayReopen(seat, end)) return false;
    else if (seat === this.#own) {
      seat.leave();
      this.#own = null;
    } else {
      seat.leave();
      this.#takeSeat();
    }
    return true;
  }

  /** An upstream that was opened behind another client's cursor and refused for it says nothing about ours. */
  #mayReopen({ upstream, after }: Seat, { result, error }: UpstreamEnd): boolean {
    const isFailure = result !== null || error !== null;
    if (!this.#source.isShared || !isFailure || upstream.openedAfter === after) return false;
    this.#reopenings += 1;
    return this.#reopenings <= maxReopenings;
  }
}

const isEvent = (reading: Reading): reading is RingEntry => typeof reading === 'object' && reading !== null;

/** The cursor behind which an event is the first; cursors are whole numbers. */
const justBefore = (reading: Reading): number | null =>
  isEvent(reading) && reading.cursor !== null ? reading.cursor - 1 : null;

/** @throws the upstream's failure; nothing when it ended by itself */
function lastWord({ result, error }: UpstreamEnd): 'end' {
  if (error !== null) throw asError(error);
  if (result?.errors?.[0]) throw result.errors[0];
  return 'end';
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
