import { FairQueue } from './fair-queue.ts';
import { PlanningBusy } from './planning-errors.ts';
import type { PlanningObserver } from './planning-observer.ts';

/** More than so many have no place to wait. */
const maxWaiting = 1_000;

interface Turn {
  /** Never rejects. */
  readonly run: () => Promise<void>;
  readonly putAtMs: number;
}

/** To be called when what it is about begins. @throws {PlanningBusy} nobody waits for it any more */
type Begin = () => void;

/** Lets one after the other do something, each of those who wait in turn. */
export class Turns {
  readonly #queue = new FairQueue<Turn>();
  readonly #observer: Pick<PlanningObserver, 'waiting' | 'waited'>;
  #isWorking = false;

  constructor(observer: Pick<PlanningObserver, 'waiting' | 'waited'>) {
    this.#observer = observer;
  }

  /**
   * @param waitMs - milliseconds for which it is waited that it begins: for its turn, and what has to be done before
   * @throws {PlanningBusy} it had not begun in time, or too many wait
   */
  take<Value>(who: string, waitMs: number, act: (begin: Begin) => Promise<Value>): Promise<Value> {
    if (this.#queue.size >= maxWaiting) return Promise.reject(new PlanningBusy());
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let isGivenUp = false;
    const giveUp = (): void => {
      isGivenUp = true;
      reject(new PlanningBusy());
    };
    const patience = waitMs === Infinity ? undefined : setTimeout(giveUp, waitMs);
    const begin = (): void => {
      if (isGivenUp) throw new PlanningBusy();
      clearTimeout(patience);
    };
    const run = async () => {
      if (!isGivenUp) await act(begin).then(resolve, reject);
      clearTimeout(patience);
    };
    this.#queue.put(who, { run, putAtMs: performance.now() });
    this.#observer.waiting(1);
    void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let turn = this.#queue.take(); turn; turn = this.#queue.take()) await this.#do(turn);
    this.#isWorking = false;
  }

  #do({ run, putAtMs }: Turn): Promise<void> {
    this.#observer.waiting(-1);
    this.#observer.waited((performance.now() - putAtMs) / 1_000);
    return run();
  }
}
