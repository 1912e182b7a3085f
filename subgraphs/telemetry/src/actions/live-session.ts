import { randomUUID } from 'node:crypto';
import { type Coach, createCoach } from '../domain/coach.ts';
import { HeardRecords } from '../domain/heard-records.ts';
import type { Moment } from '../domain/moment.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import { standardProfile } from '../domain/standard-profile.ts';

/** A moment with when it came and when it was assessed, by our clock. */
export interface LiveFrame extends Moment {
  readonly sessionId: string;
  readonly receivedAtMs: number;
  readonly assessedAtMs: number;
}

/** Times of this many frames are remembered, to know a retry: a minute at 50 a second. */
const rememberedFrames = 3_000;

/**
 * A running session in the memory of a process: of the one that takes in its samples, and of those
 * that show it.
 */
export class LiveSession {
  readonly id = randomUUID();
  readonly session: ParkingSession;
  readonly coach: Coach = createCoach(standardProfile);
  readonly heard = new HeardRecords();
  readonly #times = new Set<number>();
  readonly #listeners: Set<() => void>;
  #latest: LiveFrame | null = null;
  #isOver = false;
  /** Alerts with a lower number than this were told of before a restart. */
  readonly toldAlertSeq: number;
  /** Something was taken in elsewhere that this one does not know; storage has it. */
  isBehind = false;

  /** @param successorOf - whose listeners go on listening to this one */
  constructor(session: ParkingSession, toldAlertSeq: number, successorOf?: LiveSession) {
    this.session = session;
    this.toldAlertSeq = toldAlertSeq;
    this.#listeners = successorOf ? successorOf.#listeners : new Set();
  }

  get latest(): LiveFrame | null {
    return this.#latest;
  }

  get lastSensorAtMs(): number | null {
    return this.heard.latest?.sensorAtMs ?? null;
  }

  /** No more samples are taken in. */
  get isOver(): boolean {
    return this.#isOver;
  }

  isKnown(sensorAtMs: number): boolean {
    return this.#times.has(sensorAtMs);
  }

  assess(frame: SampleFrame): Moment {
    this.#times.add(frame.sensorAtMs);
    const [oldest] = this.#times;
    if (this.#times.size > rememberedFrames && oldest !== undefined) this.#times.delete(oldest);
    this.heard.hear(frame);
    return this.coach.assess(frame);
  }

  /** Shows a frame to those who look on. */
  show(frame: LiveFrame): void {
    this.#latest = frame;
    for (const call of this.#listeners) call();
  }

  end(): void {
    this.#isOver = true;
    for (const call of this.#listeners) call();
  }

  /** The end did not come about. */
  resume(): void {
    this.#isOver = false;
  }

  /** @returns stops listening */
  listen(call: () => void): () => void {
    this.#listeners.add(call);
    return () => this.#listeners.delete(call);
  }
}
