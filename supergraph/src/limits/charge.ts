/** What an operation was charged, and what is left in the emptiest of the buckets that paid; clients read it as `extensions.cost`. */
export interface Charge {
  readonly requestedPoints: number;
  readonly remainingPoints: number;
  readonly maximumPoints: number;
  /** Points that come back in a second. */
  readonly restoreRate: number;
}
