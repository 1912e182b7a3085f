import type { Wait, Waiter } from './wait.ts';

/** Why an operation was given up: it took too long. */
const passed = new Error('the deadline of the operation has passed');

/** Whether a signal was aborted because the time was up, not because somebody left. */
export const isLate = (signal: AbortSignal): boolean => signal.aborted && signal.reason === passed;

/** Milliseconds that an operation may take; longer than two fetches one after the other that time out. */
export const defaultDeadlineMs = 10_000;

/** Those that one timer ends. */
interface Others {
  end(one: Deadline): void;
}

/**
 * Until when the answer to one operation is worth anything: its time is up, or nobody waits for it any more. Begins
 * when the operation does.
 */
export class Deadline implements Wait {
  readonly #now: () => number;
  readonly #waiting = new Set<Waiter>();
  /** Made when it is asked for: an operation in one process needs none. */
  #controller: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Of those that one timer ends; null: it has its own. */
  #others: Others | null = null;
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

  get hasBegun(): boolean {
    return this.#atMs !== Infinity;
  }

  get reason(): unknown {
    return this.#reason;
  }

  /** Milliseconds until it passes. */
  get leftMs(): number {
    return this.#atMs - this.#now();
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

  /** Begins as one of many. */
  beginAmong(others: Others, ms: number): void {
    this.#atMs = this.#now() + ms;
    this.#others = others;
  }

  tell(waiter: Waiter): void {
    this.#waiting.add(waiter);
  }

  forget(waiter: Waiter): void {
    this.#waiting.delete(waiter);
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
    this.#others?.end(this);
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** What was asked, or a rejection at the end, which the asked need not notice. */
  orOver<Answer>(asked: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.isOver) reject(toError(this.#reason));
      const waiter: Waiter = { giveUp: reject };
      this.tell(waiter);
      asked.then(
        (answer) => {
          this.forget(waiter);
          resolve(answer);
        },
        (error: unknown) => {
          this.forget(waiter);
          reject(toError(error));
        },
      );
    });
  }

  #give(reason: unknown): void {
    if (this.isOver) return;
    this.#reason = reason;
    this.end();
    for (const waiter of this.#waiting) waiter.giveUp(reason);
    this.#controller?.abort(reason);
  }
}

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
