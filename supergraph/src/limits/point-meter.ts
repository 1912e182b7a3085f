import type { KeyValueStore, Poured } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { Charge } from './charge.ts';
import type { Payer } from './payers.ts';
import type { PointLimits } from './point-limits.ts';
import { RateLimited } from './rate-limited.ts';

export interface PointMeterOptions {
  /** Shared with other supergraphs; while it is away this process counts by itself. */
  readonly keyValue: KeyValueStore;
  readonly limits: PointLimits;
  readonly onRefused: (rule: 'rate') => void;
}

/** One bucket after something was poured into it, or was not. */
interface Filled extends Poured {
  readonly payer: Payer;
}

/** Events are put on the bill when so much of the bucket has come together: not each is worth a question. */
const shareOfBucket = 1 / 100;
const maxPayers = 50_000;

/** Charges viewers, and the apps that ask for them, for what they ask, in a leaky bucket for each. */
export class PointMeter {
  readonly #options: PointMeterOptions;
  readonly #own = new MemoryKeyValueStore();
  /** Of events that are not on the bill yet, by payer. */
  readonly #owed = new BoundedCache<number>(maxPayers);

  constructor(options: PointMeterOptions) {
    this.#options = options;
  }

  /** Nobody is charged for anything. */
  get isFree(): boolean {
    return this.#options.limits.bucket === 0;
  }

  /**
   * Charges for an operation before it is planned, and for events since the last charge.
   *
   * @param payers - at least one; each pays the whole of it
   * @returns what the one with the least left has; null when nobody is charged
   * @throws {RateLimited} with when there will be enough; what it costs is charged to nobody then
   */
  async charge(payers: readonly Payer[], points: number): Promise<Charge | null> {
    if (this.isFree) return null;
    const filled = await Promise.all(payers.map((payer) => this.#chargeOne(payer, points)));
    const refusing = filled.filter(({ isTaken }) => !isTaken);
    if (refusing.length === 0) return tightest(filled.map((one) => this.#chargeOf(points, one)));
    const paid = filled.filter(({ isTaken }) => isTaken);
    await Promise.all(paid.map(({ payer }) => this.#pour(payer, -points, true)));
    throw this.#refusal(points, refusing);
  }

  /**
   * Charges for an event that has been delivered.
   *
   * @throws {RateLimited} the stream ends, and may be resumed behind its cursor
   */
  async chargeEvent(payers: readonly Payer[], points: number): Promise<void> {
    if (this.isFree) return;
    const filled = await Promise.all(payers.map((payer) => this.#owe(payer, points)));
    const over = filled
      .filter((one) => one !== null)
      .filter((one) => one.level > this.#capacityOf(one.payer));
    if (over.length > 0) throw this.#refusal(points, over);
  }

  async #chargeOne(payer: Payer, points: number): Promise<Filled> {
    const owed = this.#takeOwed(payer);
    if (owed > 0) await this.#pour(payer, owed, true);
    return this.#pour(payer, points, false);
  }

  /** Null while it is not worth a question. */
  async #owe(payer: Payer, points: number): Promise<Filled | null> {
    const owed = this.#takeOwed(payer) + points;
    if (owed >= this.#capacityOf(payer) * shareOfBucket) return this.#pour(payer, owed, true);
    this.#owed.set(payer.id, owed, 1);
    return null;
  }

  #takeOwed({ id }: Payer): number {
    const owed = this.#owed.get(id) ?? 0;
    if (owed > 0) this.#owed.set(id, 0, 1);
    return owed;
  }

  async #pour(payer: Payer, points: number, mayRunOver: boolean): Promise<Filled> {
    const { keyValue, limits } = this.#options;
    const leaksPerSecond = limits.perSecond * payer.times;
    const bucket = { capacity: this.#capacityOf(payer), leaksPerSecond, mayRunOver };
    const key = `points:${payer.id}`;
    const poured = await keyValue.pour(key, points, bucket).catch(() => this.#own.pour(key, points, bucket));
    return { ...poured, payer };
  }

  #capacityOf({ times }: Payer): number {
    return this.#options.limits.bucket * times;
  }

  /** Until all of them have enough. */
  #refusal(points: number, refusing: readonly Filled[]): RateLimited {
    this.#options.onRefused('rate');
    const waits = refusing.map(({ payer, level }) => {
      const missing = level + points - this.#capacityOf(payer);
      return Math.ceil(missing / (this.#options.limits.perSecond * payer.times));
    });
    const charges = refusing.map((one) => this.#chargeOf(points, one));
    return new RateLimited(tightest(charges), Math.max(1, ...waits));
  }

  #chargeOf(requestedPoints: number, { payer, level }: Filled): Charge {
    const maximumPoints = this.#capacityOf(payer);
    return {
      requestedPoints,
      remainingPoints: Math.max(0, Math.floor(maximumPoints - level)),
      maximumPoints,
      restoreRate: this.#options.limits.perSecond * payer.times,
    };
  }
}

const tightest = (charges: readonly Charge[]): Charge =>
  charges.reduce((least, one) => (one.remainingPoints < least.remainingPoints ? one : least));
