import type { FormattedExecutionResult } from 'graphql';
import type { Endable } from '../access/endable.ts';
import { codedError, Refusal } from '../access/refusal.ts';
import { closableStream } from '../execution/closable-stream.ts';
import type { Outcome, Reader, Waiter } from './outcome.ts';
import { Payment } from './payment.ts';
import { Place } from './place.ts';
import { type Polled, Pulling } from './pulling.ts';
import type { RingEntry } from './ring.ts';
import type { Source } from './source.ts';
import type { UpstreamEnd } from './upstream.ts';

export interface SubscriberOptions<From extends Source> {
  /** The client's cursor; null: from now. */
  readonly after: number | null;
  readonly source: From;
  /** Told before a stream ends because it is too far behind. */
  readonly onSlow?: () => void;
  /** Told once that the stream has ended, however that came about. */
  readonly owner?: { release(): void };
}

/** What a source makes of an event. */
interface Making {
  readonly entry: RingEntry;
  readonly source: Source;
  readonly outcome: Outcome<FormattedExecutionResult>;
}

/**
 * A stream of results for one client, and how to turn or end it from outside: gap-free, in order, nothing twice, and
 * never further behind than the ring. It waits without a promise and without a timer, because ten thousand do.
 */
export class Subscriber<From extends Source = Source> implements Reader, Endable {
  readonly #onSlow: (() => void) | undefined;
  readonly #owner: { release(): void } | undefined;
  readonly #place: Place<From>;
  /** What is made of the event that comes next. */
  #making: Making | null = null;
  #reader: Waiter | null = null;
  #results: AsyncGenerator<FormattedExecutionResult, void, void> | null = null;
  #payment: Payment | null = null;
  #ending: { readonly error?: unknown } | null = null;
  #isDone = false;
  #isWaiting = false;

  constructor({ after, source, onSlow, owner }: SubscriberOptions<From>) {
    this.#onSlow = onSlow;
    this.#owner = owner;
    this.#place = new Place(this, source, after);
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
    return this.#place.source;
  }

  /** The same to be iterated over; one reads it or polls, not both. */
  get results(): AsyncGenerator<FormattedExecutionResult, void, void> {
    return (this.#results ??= closableStream(new Pulling(this)));
  }

  /** Each event is paid for before the next is looked for: what was delivered stays delivered. */
  payFor(charge: () => Promise<void>): void {
    // Transports know errors of GraphQL.
    const refused = (error: unknown): void => this.end(error instanceof Refusal ? error.errors[0] : error);
    this.#payment = new Payment(charge, () => this.wake(), refused);
  }

  /** @param reader - woken when after a `null` there may be something */
  readBy(reader: Waiter): void {
    this.#reader = reader;
  }

  /** What comes next, if it is there. @throws the reason of an end that has one, once */
  poll(): Polled {
    try {
      const polled = this.#poll();
      this.#isWaiting = polled === null && this.#payment?.isDue !== true;
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
    source.readBy(this);
    if (this.#place.turnTo(source, keepsUpstream)) this.wake();
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
    if (this.#ending) return lastWord(this.#ending);
    if (this.#payment?.settle() === true) return null;
    const next = this.#place.next();
    if (next === null) return null;
    if (next === 'dropped') throw this.#tooSlow();
    return next === 'ended' ? lastWordOf(this.#place.end) : this.#complete(next);
  }

  #complete(entry: RingEntry): FormattedExecutionResult | null {
    const value = this.#made(entry);
    if (value === null) return null;
    this.#making = null;
    this.#place.advance(entry);
    this.#payment?.owe();
    return value;
  }

  #made(entry: RingEntry): FormattedExecutionResult | null {
    const source = this.#place.executing;
    if (this.#making?.entry !== entry || this.#making.source !== source) {
      const outcome = source.execute(entry);
      outcome.tell(this);
      if (outcome.value !== null) return outcome.value;
      this.#making = { entry, source, outcome };
    }
    return this.#making.outcome.value;
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
    this.#place.leave();
    this.#making = null;
    this.#owner?.release();
  }
}

/** @throws the reason, where there is one */
function lastWord(ending: { readonly error?: unknown }): 'end' {
  if ('error' in ending) throw asError(ending.error);
  return 'end';
}

/** @throws the upstream's failure; nothing when it ended by itself */
function lastWordOf({ result, error }: UpstreamEnd): 'end' {
  if (error !== null) throw asError(error);
  if (result?.errors?.[0]) throw result.errors[0];
  return 'end';
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
