import type { Wait } from '../execution/wait.ts';
import { NotPlannedInTime } from './planning-errors.ts';

/** Somebody who asks for a plan. */
export interface Asking {
  /** In whose turn it may be planned. */
  readonly who: string;
  /** How long it is waited for; null: as long as it takes, by nobody in particular. */
  readonly wait: Wait | null;
}

/** For nobody in particular, as before a supergraph serves. */
export const forNobody: Asking = { who: '', wait: null };

/** Where something waits for its turn, told who wants it. */
export interface Place {
  wantedBy(who: string): void;
  /** By others it is still wanted. */
  leftBy(who: string): void;
  giveUp(): void;
}

/** All who want one plan while it is on its way: it has any of their turns, until none of them waits any more. */
export class Demand {
  readonly #asking = new Map<string, number>();
  #place: Place | null = null;
  #isGivenUp = false;

  /** @param who - the first who wants it */
  constructor(who = '') {
    this.#add(who);
  }

  /** Nobody waited any more before its turn came: it will not be planned. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  get whos(): Iterable<string> {
    return this.#asking.keys();
  }

  /** @param place - told from now on; null: its turn has come, and whoever leaves it goes on */
  waitAt(place: Place | null): void {
    this.#place = place;
  }

  /** What is coming, for one more. @throws {NotPlannedInTime} that is beyond their wait */
  join<Value>(asking: Asking, coming: Promise<Value>): Promise<Value> {
    this.#add(asking.who);
    return this.wait(asking, coming);
  }

  /** The same for whom it was begun. */
  wait<Value>({ who, wait }: Asking, coming: Promise<Value>): Promise<Value> {
    if (wait === null) return coming;
    return new Promise((resolve, reject) => {
      const waiter = {
        giveUp: (reason: unknown) => {
          reject(new NotPlannedInTime(reason));
          this.#leave(who);
        },
      };
      wait.tell(waiter);
      coming.then(resolve, reject).finally(() => wait.forget(waiter));
    });
  }

  #add(who: string): void {
    const before = this.#asking.get(who) ?? 0;
    this.#asking.set(who, before + 1);
    if (before === 0) this.#place?.wantedBy(who);
  }

  #leave(who: string): void {
    const left = (this.#asking.get(who) ?? 0) - 1;
    if (left > 0) return void this.#asking.set(who, left);
    this.#asking.delete(who);
    if (this.#asking.size > 0) return this.#place?.leftBy(who);
    this.#isGivenUp = this.#place !== null;
    this.#place?.giveUp();
  }
}
