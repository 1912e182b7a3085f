/** Milliseconds. */
export interface Pacing {
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
  /** How long the subgraph is held back for readers that make no progress at all. */
  readonly patienceMs: number;
}

export const defaultPacing: Pacing = { firstRetryMs: 100, lastRetryMs: 5_000, patienceMs: 5_000 };

/** Exponential with full jitter: a restarted subgraph is not met by everyone at once. */
export function backoffMs(attempt: number, { firstRetryMs, lastRetryMs }: Pacing): number {
  return Math.random() * Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(attempt + 1, 16));
}
