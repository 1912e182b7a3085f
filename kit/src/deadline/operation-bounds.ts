import { AsyncLocalStorage } from 'node:async_hooks';

/** How long the answer to an operation is worth anything. */
export interface OperationBounds {
  /** On the clock of `performance.now()` of this process; absent: as long as it takes. */
  readonly deadlineAtMs?: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

const current = new AsyncLocalStorage<BoundedWork>();

/**
 * One operation and the bounds of what it reads. What outlives the operation, such as a loop that it woke, is
 * not bound by it, nor is what changes something: that is ended as it was begun.
 */
export class BoundedWork {
  readonly #bounds: OperationBounds;
  #isChange = false;
  #isOver = false;

  constructor(bounds: OperationBounds) {
    this.#bounds = bounds;
  }

  /** Whose call this is; null: nobody's, or that of an operation that has ended. */
  static get current(): BoundedWork | null {
    const work = current.getStore();
    return work && !work.#isOver ? work : null;
  }

  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** To be called of a mutation. */
  markChange(): void {
    this.#isChange = true;
  }

  end(): void {
    this.#isOver = true;
  }

  /** Null for a mutation, whose reads belong to what it changes. */
  get ofReads(): OperationBounds | null {
    return this.#isChange ? null : this.#bounds;
  }

  /** Milliseconds, below zero when the deadline has passed. */
  get remainingMs(): number {
    return (this.#bounds.deadlineAtMs ?? Infinity) - performance.now();
  }
}

/** Runs an operation within its bounds; without any as it is. */
export async function withinBounds<T>(
  bounds: OperationBounds | undefined,
  isChange: boolean,
  work: () => Promise<T>,
): Promise<T> {
  if (!bounds) return work();
  const bounded = new BoundedWork(bounds);
  if (isChange) bounded.markChange();
  try {
    return await bounded.run(work);
  } finally {
    bounded.end();
  }
}
