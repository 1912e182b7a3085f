import { rankOf } from './danger.ts';
import type { Risk } from './risk.ts';

/** A risk that was gone for this long is a new one when it comes back. */
const rearmMs = 1_000;

interface Raised {
  rank: number;
  seenAtMs: number;
}

/** Lets a risk through once for each sensor, and again at once when it grows worse. */
export class AlertDesk {
  readonly #raised = new Map<string, Raised>();

  /** Those of the frame's risks that nobody has been told of. */
  admit(risks: readonly Risk[], atMs: number): Risk[] {
    return risks.filter((risk) => this.#isNews(risk, atMs));
  }

  #isNews({ pattern, sensorId, danger }: Risk, atMs: number): boolean {
    const key = `${pattern} ${sensorId ?? ''}`;
    const rank = rankOf(danger);
    const raised = this.#raised.get(key);
    if (!raised || atMs - raised.seenAtMs > rearmMs) {
      this.#raised.set(key, { rank, seenAtMs: atMs });
      return true;
    }
    raised.seenAtMs = atMs;
    if (rank <= raised.rank) return false;
    raised.rank = rank;
    return true;
  }
}
