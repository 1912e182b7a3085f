/** Why a planning thread has ended: `closed` is the end that it was to have. */
export type WorkerEnd = 'time' | 'memory' | 'crash' | 'closed';

/** Told how planning goes. */
export interface PlanningObserver {
  /** One more waits, or one less. */
  waiting(change: 1 | -1): void;
  /** It was the turn of one that waited so long. */
  waited(seconds: number): void;
  ended(end: WorkerEnd): void;
}
