/**
 * Why a request was not sent to its subgraph: its breaker is open, as many as may wait do so already, or it has
 * waited for as long as one may.
 */
export type Refusal = 'breaker' | 'queue' | 'wait';

/** Told of what stands between the plans and a subgraph. */
export interface TrafficObserver {
  readonly refused: (subgraph: string, reason: Refusal) => void;
  /** A breaker has opened. */
  readonly opened: (subgraph: string) => void;
  /** Something failed that may be asked again. @param isSent - false: the budget is spent */
  readonly retried: (subgraph: string, isSent: boolean) => void;
  /** A read that was answered by the equal one before it. */
  readonly shared: (subgraph: string) => void;
}

const nothing = (): void => undefined;

export const unobserved: TrafficObserver = {
  refused: nothing,
  opened: nothing,
  retried: nothing,
  shared: nothing,
};
