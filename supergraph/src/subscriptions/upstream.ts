import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { detached } from '@moim/kit/trace/span.ts';
import { EventTooLargeError } from '../execution/event-too-large.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import { FastestReader } from './fastest-reader.ts';
import type { Waiter } from './outcome.ts';
import { backoffMs, defaultPacing, type Pacing } from './pacing.ts';
import { defaultRingBounds, Ring, type RingBounds, type RingEntry } from './ring.ts';
import { UpstreamReaders } from './upstream-readers.ts';

export interface UpstreamOptions {
  /** Subscribes at the subgraph; after a lost connection again, behind the last cursor. */
  readonly open: (after: number | null) => AsyncGenerator<ExecutionResult, void, void>;
  /** Null for streams without a cursor: what happened while the connection was lost is not replayed. */
  readonly cursorOf: ((result: ExecutionResult) => number | null) | null;
  /** Where the first opening starts; null: from now. */
  readonly after: number | null;
  /** It takes the place of one that its readers read before. */
  readonly isContinued?: boolean;
  /** Milliseconds that it stays open without a reader: one who was cut off finds the ring still warm. */
  readonly lingerMs: number;
  readonly onClosed: () => void;
  /** Told when a stream comes back after a loss, and no cursor says what was missed. */
  readonly onGap?: () => void;
  readonly bounds?: RingBounds;
  readonly pacing?: Pacing;
}

/** Why there will be no more events: the subgraph's last word, or null for a normal end. */
export interface UpstreamEnd {
  readonly result: ExecutionResult | null;
  readonly error: unknown;
}

/** What is at a position: an event, nothing yet, nothing any more, or nothing ever again. */
export type Reading = RingEntry | null | 'dropped' | 'ended';

export const normalEnd: UpstreamEnd = { result: null, error: null };

/** One subscription at a subgraph with any number of readers, each of which is a position in the ring. */
export class Upstream {
  readonly openedAfter: number | null;
  readonly #options: UpstreamOptions;
  readonly #ring: Ring;
  readonly #readers = new UpstreamReaders();
  readonly #fastest = new FastestReader();
  readonly #pacing: Pacing;
  #stream: AsyncGenerator<ExecutionResult, void, void> | undefined;
  #end: UpstreamEnd | undefined;
  #isClosed = false;
  #lingering: NodeJS.Timeout | undefined;
  #lostAtMs: number | undefined;
  #wasOpen = false;
  /** Nobody could say what happened before its next event. */
  #isBlind: boolean;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.openedAfter = options.after;
    this.#ring = new Ring(options.after, options.bounds ?? defaultRingBounds);
    this.#pacing = options.pacing ?? defaultPacing;
    this.#isBlind = options.cursorOf === null || (options.isContinued === true && options.after === null);
    this.#wasOpen = options.isContinued ?? false; // its readers were served, and wait as after a loss
    if (options.isContinued && this.#isBlind) this.#lostAtMs = performance.now();
    void detached(() => this.#pump());
  }

  get ring(): Pick<Ring, 'head' | 'positionAfter' | 'reached' | 'bytes'> {
    return this.#ring;
  }

  get isOpen(): boolean {
    return !this.#isClosed && !this.#end;
  }

  /** How it ended; only to be asked once it has. */
  get end(): UpstreamEnd {
    return this.#end ?? normalEnd;
  }

  /** @param announce - called with each event; it wakes those readers that are told by it when there is something for them */
  announceBy(announce: (entry: RingEntry) => void): void {
    this.#readers.announceBy(announce);
  }

  /** The reader is woken at the end, and after each event unless it is told by who announces it. */
  join(reader: Waiter, isTold: boolean): void {
    clearTimeout(this.#lingering);
    this.#readers.join(reader, isTold);
  }

  /** @param isForGood - nobody will come back */
  leave(reader: Waiter, isForGood: boolean): void {
    if (!this.#readers.leave(reader)) return;
    if (isForGood) return this.close();
    this.#lingering = setTimeout(() => this.close(), this.#options.lingerMs);
    this.#lingering.unref();
  }

  /** Serves from now on also those whose cursor lies in what was read through another one, up to where this began. */
  learnFrom(older: Upstream): void {
    this.#ring.extendBack(older.#ring);
  }

  read(position: number): Reading {
    const entry = this.#ring.at(position);
    if (entry === 'dropped') return entry;
    if (entry === null) return this.#end ? 'ended' : null;
    this.#fastest.note(position);
    return entry;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#lingering);
    this.#fastest.giveUp();
    void this.#stream?.return().catch(() => undefined);
    this.#finish(normalEnd);
    this.#options.onClosed();
  }

  async #pump(): Promise<void> {
    for (let attempt = 0; this.isOpen; attempt += 1) {
      try {
        if (await this.#readOnce(() => (attempt = 0))) return;
      } catch (error) {
        if (!this.#isResumable(error)) {
          this.#fail(error);
          return;
        }
        this.#lostAtMs ??= performance.now();
        if (this.#ring.reached === null) this.#isBlind = true; // it is opened from now once more
        await delay(backoffMs(attempt, this.#pacing), undefined, { ref: false });
      }
    }
  }

  /** True when the stream ended for good; throws when its connection was lost. */
  async #readOnce(onEvent: () => void): Promise<boolean> {
    const stream = this.#options.open(this.#ring.reached);
    this.#stream = stream;
    for await (const result of stream) {
      if (result.data === undefined) {
        this.#fail(null, result);
        return true;
      }
      onEvent();
      this.#append(result);
      await this.#fastest.waitWhile(() => this.#isTooFar(), this.#pacing.patienceMs);
    }
    this.#fail(null);
    return true;
  }

  /** A stream that never came up is an answer to its subscriber; one that was lost is resumed. */
  #isResumable(error: unknown): boolean {
    if (!(error instanceof SubgraphUnavailableError) || error instanceof EventTooLargeError) return false;
    this.#wasOpen ||= error.wasOpen;
    return this.#wasOpen;
  }

  #append(result: ExecutionResult): void {
    this.#wasOpen = true;
    const cursor = this.#options.cursorOf?.(result) ?? null;
    // A resumed stream may begin with what had already arrived.
    const { reached } = this.#ring;
    if (cursor !== null && reached !== null && cursor <= reached) return;
    const marked = this.#isBlind ? this.#markGap(result) : result;
    this.#lostAtMs = undefined;
    this.#isBlind = this.#options.cursorOf === null;
    const entry = { result: marked, cursor, bytes: JSON.stringify(result).length };
    this.#ring.append(entry);
    this.#readers.hearOf(entry);
  }

  /** Without a cursor nobody can fetch what was missed: the first event after a loss says so. */
  #markGap(result: ExecutionResult): ExecutionResult {
    if (this.#lostAtMs === undefined) return result;
    this.#options.onGap?.();
    const gapMs = Math.round(performance.now() - this.#lostAtMs);
    return { ...result, extensions: { ...result.extensions, subscription: { reconnected: true, gapMs } } };
  }

  #isTooFar(): boolean {
    return this.isOpen && this.#ring.isHalfFullFor(this.#fastest.wanted);
  }

  #fail(error: unknown, result: ExecutionResult | null = null): void {
    if (this.#isClosed) return;
    this.#finish({ result, error });
    this.#isClosed = true;
    clearTimeout(this.#lingering);
    this.#options.onClosed();
  }

  #finish(end: UpstreamEnd): void {
    this.#end ??= end;
    this.#readers.hearOfEnd();
  }
}
