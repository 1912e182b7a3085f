import type { Demand, Place } from './demand.ts';
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
   * @param demand - whose turn it may be; when nobody of them waits any more it has none
   * @param waitMs - milliseconds for which it is waited that it begins: for its turn, and what has to be done before
   * @throws {PlanningBusy} it had not begun in time, or too many wait, or nobody does
   */
  take<Value>(demand: Demand, waitMs: number, act: (begin: Begin) => Promise<Value>): Promise<Value> {
    if (this.#queue.size >= maxWaiting) return Promise.reject(new PlanningBusy());
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    let isGivenUp = false;
    const settle = (): void => {
      clearTimeout(patience);
      demand.waitAt(null);
    };
    const giveUp = (): void => {
      isGivenUp = true;
      settle();
      if (this.#queue.remove(turn)) this.#observer.waiting(-1);
      reject(new PlanningBusy());
    };
    const patience = waitMs === Infinity ? undefined : setTimeout(giveUp, waitMs);
    const begin = (): void => {
      if (isGivenUp) throw new PlanningBusy();
      settle();
    };
    const run = async (): Promise<void> => {
      demand.waitAt({ ...nowhere, giveUp });
      await act(begin).then(resolve, reject);
      settle();
    };
    const turn: Turn = { run, putAtMs: performance.now() };
    this.#put(turn, demand, giveUp);
    void this.#work();
    return promise;
  }

  #put(turn: Turn, demand: Demand, giveUp: () => void): void {
    for (const who of demand.whos) this.#queue.put(who, turn);
    demand.waitAt({
      wantedBy: (who) => this.#queue.put(who, turn),
      leftBy: (who) => this.#queue.withdraw(who, turn),
      giveUp,
    });
    this.#observer.waiting(1);
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

/** Of what has its turn already: whose it is makes no difference. */
const nowhere: Omit<Place, 'giveUp'> = { wantedBy: () => undefined, leftBy: () => undefined };
