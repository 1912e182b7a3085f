import { lastingDb, type WriteDb } from '@moim/kit/db/database.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { BehindError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertSamples, type SampleBatch } from '../db/samples.ts';
import type { SampleFrame } from '../domain/sample-frame.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';

type Storage = Pick<Services, 'db' | 'log'>;

/** Frames wait for company; an alert is stored as soon as it is told. */
const gatherMs = 100;
const retryMs = 500;
/** What a process holds while its database does not answer: some seconds of a hundred cars. */
const maxPending = 20_000;

interface Pending {
  frames: SampleFrame[];
  alerts: StoredAlert[];
  /** Of the newest; by the clock of who took them in, for the writer outlives each of them. */
  receivedAt: Date;
}

/** Stores what was assessed, off the way of the alerts: in batches, each row once. */
class SampleWriter {
  readonly #services: Storage;
  readonly #pending = new Map<string, Pending>();
  #count = 0;
  #timer: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();

  constructor(services: Storage) {
    this.#services = services;
  }

  /** @throws {BehindError} when the database has been away for too long to take in more */
  assertRoom(): void {
    if (this.#count >= maxPending) throw new BehindError('Samples are not being stored now; try again.');
  }

  add({ sessionId, frames, alerts, receivedAt }: SampleBatch): void {
    const pending = this.#pending.get(sessionId) ?? { frames: [], alerts: [], receivedAt };
    this.#pending.set(sessionId, pending);
    pending.receivedAt = receivedAt;
    pending.frames.push(...frames);
    pending.alerts.push(...alerts);
    this.#count += frames.length + alerts.length;
    if (alerts.length > 0) void this.flush().catch(() => undefined);
    else this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), gatherMs);
  }

  /**
   * Stores all that waits, in turn with other calls.
   *
   * @throws what the database throws; what was not stored waits for the next time
   */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const flushed = this.#flushing.then(() => this.#flushAll());
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  async #flushAll(): Promise<void> {
    for (const [sessionId, { frames, alerts, receivedAt }] of [...this.#pending]) {
      this.#pending.delete(sessionId);
      try {
        const batch = { sessionId, frames, alerts, receivedAt };
        await this.#services.db.write.transaction((tx) => insertSamples(tx, batch));
        this.#count -= frames.length + alerts.length;
      } catch (error) {
        this.#putBack(sessionId, { frames, alerts, receivedAt });
        this.#services.log.warn({ err: error, sessionId }, 'samples could not be stored; trying again');
        void pause(retryMs, undefined, { ref: false }).then(() => this.flush().catch(() => undefined));
        throw error;
      }
    }
  }

  #putBack(sessionId: string, { frames, alerts, receivedAt }: Pending): void {
    const newer = this.#pending.get(sessionId);
    this.#pending.set(sessionId, {
      frames: [...frames, ...(newer?.frames ?? [])],
      alerts: [...alerts, ...(newer?.alerts ?? [])],
      receivedAt: newer?.receivedAt ?? receivedAt,
    });
  }
}

const writers = new WeakMap<WriteDb, SampleWriter>();

/** The process's writer to this database. */
export function sampleWriterOf(services: Storage): SampleWriter {
  const primary = lastingDb(services.db.write);
  const writer = writers.get(primary) ?? new SampleWriter(services);
  writers.set(primary, writer);
  return writer;
}
