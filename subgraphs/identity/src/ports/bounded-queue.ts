/** Runs tasks a few at a time and refuses more than it could finish soon. */
export interface BoundedQueue {
  /** Resolves with the task's result; throws what `refuse` makes when the queue is full. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export interface BoundedQueueOptions {
  /** Tasks at a time, ≥ 1. */
  readonly concurrency: number;
  /** Tasks that wait for their turn, ≥ 0. */
  readonly maxWaiting: number;
  readonly refuse: () => Error;
}

/** Those who wait take their turns in the order in which they came. */
export function createBoundedQueue({ concurrency, maxWaiting, refuse }: BoundedQueueOptions): BoundedQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  const takeTurn = async (): Promise<void> => {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw refuse();
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  // The turn is handed over, so that nobody who comes later gets in between.
  const passTurn = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    async run(task) {
      await takeTurn();
      try {
        return await task();
      } finally {
        passTurn();
      }
    },
  };
}
