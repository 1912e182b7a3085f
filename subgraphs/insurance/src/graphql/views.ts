import type { BeliefRow } from '../db/coverage-beliefs.ts';
import type { PeriodRow } from '../db/coverage-periods.ts';

/** A period as it looked at an instant of knowing. */
export interface CoverageView extends PeriodRow {
  /** Running cover is rated, and statuses are told, as of then. */
  readonly asOf: Date;
}

export interface CoverageBeliefRow extends BeliefRow {
  readonly wonPerHour: number;
  readonly carry: number;
  readonly asOf: Date;
  /** Reason and ticket are for CX and the holder. */
}
