/** Gains of the alpha-beta filter: three cycles to follow a step, one centimetre of noise left. */
const alpha = 0.5;
const beta = 0.12;
/** A change that no car makes between two cycles: another object is nearest now. */
const jumpCm = 30;
/** Without a measurement for longer than this a sensor is stale. */
const staleMs = 200;
/** A reading that stands still to the millimetre while the car moves is no measurement. */
const frozenMs = 1_000;
const frozenToleranceCm = 0.1;
const movingMps = 0.3;
/** At and below this every echo is reported as this: ringing of the sensor itself. */
const blindCm = 20.5;

export interface TrackedDistance {
  /** Filtered; null: nothing within range, or stale. */
  readonly distanceCm: number | null;
  /** Positive: getting nearer; 0 when unknown. */
  readonly closingMps: number;
  readonly isStale: boolean;
  readonly isFrozen: boolean;
}

/** What one sensor said, smoothed: median of three against single wrong echoes, then alpha-beta. */
export class SensorTrack {
  readonly #recent: number[] = [];
  #distanceCm: number | null = null;
  #rateCmPerS = 0;
  #measuredAtMs: number;
  #lastRawCm: number | null = null;
  #sameSinceMs: number;

  /** @param startedAtMs - a sensor that never speaks is stale 200 ms after this */
  constructor(startedAtMs: number) {
    this.#measuredAtMs = startedAtMs;
    this.#sameSinceMs = startedAtMs;
  }

  /** Takes in a measurement; null: no echo. */
  measure(atMs: number, rawCm: number | null, speedMps: number): void {
    this.#watchForFreezing(atMs, rawCm, speedMps);
    this.#recent.push(rawCm ?? Infinity);
    if (this.#recent.length > 3) this.#recent.shift();
    const elapsedS = (atMs - this.#measuredAtMs) / 1_000;
    this.#measuredAtMs = atMs;
    this.#follow(medianOf(this.#recent), elapsedS);
  }

  read(atMs: number): TrackedDistance {
    const isStale = atMs - this.#measuredAtMs > staleMs;
    return {
      distanceCm: isStale ? null : this.#distanceCm,
      closingMps: isStale || this.#distanceCm === null ? 0 : Math.max(0, -this.#rateCmPerS / 100),
      isStale,
      isFrozen: this.#lastRawCm !== null && atMs - this.#sameSinceMs >= frozenMs,
    };
  }

  #follow(measuredCm: number, elapsedS: number): void {
    if (measuredCm === Infinity) {
      this.#distanceCm = null;
      this.#rateCmPerS = 0;
      return;
    }
    const predictedCm = (this.#distanceCm ?? measuredCm) + this.#rateCmPerS * elapsedS;
    const residual = measuredCm - predictedCm;
    if (this.#distanceCm === null || Math.abs(residual) > jumpCm || elapsedS > staleMs / 1_000) {
      this.#distanceCm = measuredCm;
      this.#rateCmPerS = 0;
      return;
    }
    this.#distanceCm = Math.max(0, predictedCm + alpha * residual);
    if (elapsedS > 0) this.#rateCmPerS += (beta * residual) / elapsedS;
  }

  #watchForFreezing(atMs: number, rawCm: number | null, speedMps: number): void {
    const isSame =
      rawCm !== null &&
      rawCm > blindCm &&
      this.#lastRawCm !== null &&
      Math.abs(rawCm - this.#lastRawCm) <= frozenToleranceCm &&
      Math.abs(speedMps) > movingMps;
    if (isSame) return;
    this.#sameSinceMs = atMs;
    this.#lastRawCm = rawCm;
  }
}

/** Of one to three values; of two the nearer, to be careful. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Infinity;
}
