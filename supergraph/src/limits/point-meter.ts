import type { KeyValueStore, Poured } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { Charge } from './charge.ts';
import type { PointLimits } from './point-limits.ts';
import { RateLimited } from './rate-limited.ts';

export interface PointMeterOptions {
  /** Shared with other supergraphs; while it is away this process counts by itself. */
  readonly keyValue: KeyValueStore;
  readonly limits: PointLimits;
  readonly onRefused: (rule: 'rate') => void;
}

/** Events are put on the bill when so much of the bucket has come together: not each is worth a question. */
const shareOfBucket = 1 / 100;
const maxPayers = 50_000;

/** Charges viewers for what they ask, in a leaky bucket for each. */
export class PointMeter {
  readonly #options: PointMeterOptions;
  readonly #own = new MemoryKeyValueStore();
  /** Of events that are not on the bill yet, by payer. */
  readonly #owed = new BoundedCache<number>(maxPayers);

  constructor(options: PointMeterOptions) {
    this.#options = options;
  }

  /**
   * Charges for an operation before it is planned, and for events since the last charge.
   *
   * @returns null when nobody is charged
   * @throws {RateLimited} with when there will be enough; what it costs is not charged then
   */
  async charge(payer: string, points: number): Promise<Charge | null> {
    const { bucket } = this.#options.limits;
    if (bucket === 0) return null;
    const owed = this.#takeOwed(payer);
    if (owed > 0) await this.#pour(payer, owed, true);
    const { isTaken, level } = await this.#pour(payer, points, false);
    if (!isTaken) throw this.#refusal(points, level);
    return this.#chargeOf(points, level);
  }

  /**
   * Charges for an event that has been delivered.
   *
   * @throws {RateLimited} the stream ends, and may be resumed behind its cursor
   */
  async chargeEvent(payer: string, points: number): Promise<void> {
    const { bucket } = this.#options.limits;
    if (bucket === 0) return;
    const owed = this.#takeOwed(payer) + points;
    if (owed < bucket * shareOfBucket) return this.#owed.set(payer, owed, 1);
    const { level } = await this.#pour(payer, owed, true);
    if (level > bucket) throw this.#refusal(points, level);
  }

  #takeOwed(payer: string): number {
    const owed = this.#owed.get(payer) ?? 0;
    if (owed > 0) this.#owed.set(payer, 0, 1);
    return owed;
  }

  async #pour(payer: string, points: number, mayRunOver: boolean): Promise<Poured> {
    const { keyValue, limits } = this.#options;
    const bucket = { capacity: limits.bucket, leaksPerSecond: limits.perSecond, mayRunOver };
    const key = `points:${payer}`;
    return keyValue.pour(key, points, bucket).catch(() => this.#own.pour(key, points, bucket));
  }

  #refusal(points: number, level: number): RateLimited {
    const { bucket, perSecond } = this.#options.limits;
    this.#options.onRefused('rate');
    const seconds = Math.ceil((level + points - bucket) / perSecond);
    return new RateLimited(this.#chargeOf(points, level), Math.max(1, seconds));
  }

  #chargeOf(requestedPoints: number, level: number): Charge {
    const { bucket, perSecond } = this.#options.limits;
    return {
      requestedPoints,
      remainingPoints: pointsLeft(bucket, level),
      maximumPoints: bucket,
      restoreRate: perSecond,
    };
  }
}

const pointsLeft = (bucket: number, level: number): number => Math.max(0, Math.floor(bucket - level));
