/** What an operation was charged, and what its viewer has left; clients read it as `extensions.cost`. */
export interface Charge {
  readonly requestedPoints: number;
  readonly remainingPoints: number;
  readonly maximumPoints: number;
  /** Points that come back in a second. */
  readonly restoreRate: number;
}
