import type { Waiter } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import { Seat } from './seat.ts';
import type { Source } from './source.ts';
import { normalEnd, type Reading, type UpstreamEnd } from './upstream.ts';

/** Times that a failed upstream which someone else had opened is replaced. */
const maxReopenings = 3;

/**
 * Where one reads on: behind what he has seen, at the stream of his source; while that cannot tell where it is, at one
 * that begins further back; and then at that of the source that takes the place of his.
 */
export class Place<From extends Source> {
  readonly #reader: Waiter;
  #source: From;
  #next: From | null = null;
  /** Nothing had come when it was to turn: of what it read from no more is used than where the next one begins. */
  #hasLetGo = false;
  #seat: Seat | null = null;
  /** At one that began further back, until he meets the shared one. */
  #own: Seat | null = null;
  #seen: number | null;
  #reopenings = 0;

  /** @param after - the cursor of what he has seen; null: he wants what comes from now on */
  constructor(reader: Waiter, source: From, after: number | null) {
    this.#reader = reader;
    this.#source = source;
    this.#seen = after;
  }

  get source(): From {
    return this.#source;
  }

  /** What completes the event that comes next: what has no cursor is completed where the others will be. */
  get executing(): From {
    return this.#hasLetGo && this.#next ? this.#next : this.#source;
  }

  /** How the stream ended; only to be asked once it has. */
  get end(): UpstreamEnd {
    return this.#current?.upstream.end ?? normalEnd;
  }

  /** The same until he has advanced. */
  next(): Reading {
    for (;;) {
      this.#turn();
      const seat = this.#moveOver();
      const reading = seat.read();
      if (reading !== 'ended' || !this.#goesOnAfter(seat, seat.upstream.end)) return reading;
    }
  }

  /** He has what came next. */
  advance({ cursor }: RingEntry): void {
    this.#current?.advance();
    this.#seen = cursor ?? this.#seen;
  }

  /** @returns whether what comes next may be there by now */
  turnTo(source: From, keepsUpstream: boolean): boolean {
    this.#next = null; // a source that was never read holds nothing
    if (!keepsUpstream && this.#seat) {
      this.#next = source;
      this.#letGo(this.#seat, source);
      return true;
    }
    this.#source.leave();
    this.#take(source);
    this.#seat?.hear(source.isTold);
    return false;
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
  }

  leave(): void {
    this.#leaveSeats();
    this.#source.leave();
  }

  get #current(): Seat | null {
    return this.#own ?? this.#seat;
  }

  /** The seat, of the shared stream or of one further back, from which he reads next. */
  #takeSeat(): Seat {
    const isBehind = this.#source.isShared && this.#seen !== null;
    const upstream = this.#source.upstream(this.#seen);
    return (this.#seat = new Seat(
      this.#reader,
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
   * as the new supergraph has it. What has come, and no cursor could bring back, is read first; and what says that
   * something was missed, which it would not say when it comes again.
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
    const position = upstream.ring.positionAfter(after) ?? upstream.ring.head;
    return new Seat(this.#reader, upstream, after, position);
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

const isMarked = ({ result }: RingEntry): boolean => result.extensions?.['subscription'] !== undefined;

/** The cursor behind which an event comes again as the first (cursors are numbers, one less lies before); null: it does not. */
const justBefore = (reading: Reading): number | null =>
  isEvent(reading) && reading.cursor !== null && !isMarked(reading) ? reading.cursor - 1 : null;
