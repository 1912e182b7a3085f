/** Speed gained within this time tells the accelerator from creeping. */
const windowMs = 500;
const gainMps = 0.8;

interface Speed {
  readonly atMs: number;
  readonly speedMps: number;
}

/**
 * Notices that the car leaps forward: more than 0.8 m/s gained in 0.5 s with no foot on the brake. Near
 * an obstacle this is the wrong pedal (NISSAN, about 7,000 such accidents a year in Japan).
 */
export class PedalWatch {
  readonly #speeds: Speed[] = [];

  isLeaping(atMs: number, signedMps: number, brake: number | null | undefined): boolean {
    const speedMps = Math.abs(signedMps);
    this.#speeds.push({ atMs, speedMps });
    while ((this.#speeds[0]?.atMs ?? atMs) < atMs - windowMs) this.#speeds.shift();
    if ((brake ?? 0) > 0.05) return false;
    return this.#speeds.some((earlier) => speedMps - earlier.speedMps > gainMps);
  }
}
