import type { Soon } from '../execution/soon.ts';
import { TookTooMuch, TooComplex } from './planning-errors.ts';

/** Milliseconds for which is remembered that one took too long or too much: each such plan ends a thread. */
const passingMs = 60_000;

/** What was refused, and until when, by the clock of {@link Refusals}. */
export interface Refused {
  readonly error: TooComplex;
  readonly untilMs: number;
}

/** Where it is kept; as long as its keys are, or bounded. */
interface Store<Key> {
  get(key: Key): Refused | undefined;
  set(key: Key, refused: Refused): unknown;
}

/**
 * Why operations are not planned: planning until a limit is reached takes long. What the planner itself refuses is
 * remembered for good, what was ended by a clock for a minute.
 */
export class Refusals<Key> {
  readonly #store: Store<Key>;
  readonly #nowMs: () => number;

  constructor(store: Store<Key>, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /**
   * Remembers what is refused.
   *
   * @throws {TooComplex} it was refused before, and that stands; else what `plan` throws
   */
  unlessRefused<Value>(key: Key, plan: () => Soon<Value>): Soon<Value> {
    this.check(key);
    const fail = (error: unknown): never => {
      if (error instanceof TooComplex) this.#note(key, error);
      throw error;
    };
    try {
      const planning = plan();
      return planning instanceof Promise ? planning.catch(fail) : planning;
    } catch (error) {
      return fail(error);
    }
  }

  /** @throws {TooComplex} it was refused before, and that stands */
  check(key: Key): void {
    const refused = this.#store.get(key);
    if (refused && this.#nowMs() < refused.untilMs) throw refused.error;
  }

  #note(key: Key, error: TooComplex): void {
    const untilMs = error instanceof TookTooMuch ? this.#nowMs() + passingMs : Infinity;
    this.#store.set(key, { error, untilMs });
  }
}
