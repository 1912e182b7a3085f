import type { Soon } from '../execution/soon.ts';
import { type Asking, Demand } from './demand.ts';
import { NotPlannedInTime } from './planning-errors.ts';

interface Coming<Value> {
  readonly value: Promise<Value>;
  readonly demand: Demand;
}

/** What is asked again while it is under way is planned once, for all who ask. */
export class UnderWay<Key, Value> {
  readonly #coming = new Map<Key, Coming<Value>>();

  has(key: Key): boolean {
    return this.#coming.get(key)?.demand.isGivenUp === false;
  }

  /**
   * @param begin - given all who want it, also those who come later
   * @throws {NotPlannedInTime} it is beyond the wait of this one who asks
   * @throws what `begin` throws
   */
  join(key: Key, asking: Asking, begin: (demand: Demand) => Soon<Value>): Soon<Value> {
    if (asking.wait?.isOver) throw new NotPlannedInTime(asking.wait.reason);
    const coming = this.#coming.get(key);
    if (coming && !coming.demand.isGivenUp) return coming.demand.join(asking, coming.value);
    const demand = new Demand(asking.who);
    const value = begin(demand);
    return value instanceof Promise ? demand.wait(asking, this.#keep(key, demand, value)) : value;
  }

  #keep(key: Key, demand: Demand, value: Promise<Value>): Promise<Value> {
    const coming: Coming<Value> = {
      demand,
      value: value.finally(() => {
        if (this.#coming.get(key) === coming) this.#coming.delete(key);
      }),
    };
    this.#coming.set(key, coming);
    return coming.value;
  }
}
