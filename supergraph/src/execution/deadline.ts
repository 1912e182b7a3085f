/** Why an operation was given up: it took too long. */
const passed = new Error('the deadline of the operation has passed');

/** Whether a signal was aborted because the time was up, not because somebody left. */
export const isLate = (signal: AbortSignal): boolean => signal.aborted && signal.reason === passed;

/** Milliseconds that an operation may take; longer than two fetches one after the other that time out. */
export const defaultDeadlineMs = 10_000;

/**
 * Until when the answer to one operation is worth anything: its time is up, or nobody waits for it any more. Begins
 * when the operation does.
 */
export class Deadline {
  readonly #now: () => number;
  readonly #waiting = new Set<(reason: unknown) => void>();
  /** Made when it is asked for: an operation in one process needs none. */
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #atMs = Infinity;
  #reason: unknown = null;
  #isCommitted = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** On the clock of `performance.now()`; infinite before it has begun. */
  get atMs(): number {
    return this.#atMs;
  }

  /** Aborted at the end, however it comes. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.isOver) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#reason !== null;
  }

  get hasPassed(): boolean {
    return this.#reason === passed;
  }

  /** Whoever asked has gone: what is still under way is for nobody. */
  get hasLeft(): boolean {
    return this.isOver && !this.hasPassed;
  }

  begin(ms: number): void {
    this.#atMs = this.#now() + ms;
    this.#timer = setTimeout(() => this.pass(), ms);
  }

  /** The time is up. */
  pass(): void {
    this.#give(passed);
  }

  /** Something was sent off that cannot be taken back. */
  commit(): void {
    this.#isCommitted = true;
  }

  /** Nobody waits for the answer to a mutation: what it has begun it ends, and what it has not is not begun. */
  leaveUncommitted(): void {
    if (!this.#isCommitted) this.leave();
  }

  /** Nobody waits for the answer. Not to be called of a mutation, see {@link leaveUncommitted}. */
  leave(): void {
    this.#give(new DOMException('nobody waits for the answer', 'AbortError'));
  }

  /** The answer is there. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** What was asked, or a rejection at the end, which the asked need not notice. */
  orOver<Answer>(asked: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.isOver) reject(toError(this.#reason));
      this.#waiting.add(reject);
      asked.then(
        (answer) => {
          this.#waiting.delete(reject);
          resolve(answer);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(toError(error));
        },
      );
    });
  }

  #give(reason: unknown): void {
    if (this.isOver) return;
    this.#reason = reason;
    clearTimeout(this.#timer);
    for (const reject of this.#waiting) reject(reason);
    this.#controller?.abort(reason);
  }
}

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
