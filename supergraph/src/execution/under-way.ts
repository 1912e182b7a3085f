import type { Soon } from './soon.ts';

/** What is asked again while it is under way is begun once. */
export class UnderWay<Key, Value> {
  readonly #begun = new Map<Key, Promise<Value>>();

  /** @throws what `begin` throws */
  join(key: Key, begin: () => Soon<Value>): Soon<Value> {
    const begun = this.#begun.get(key);
    if (begun) return begun;
    const value = begin();
    if (!(value instanceof Promise)) return value;
    const ending = value.finally(() => this.#begun.delete(key));
    this.#begun.set(key, ending);
    return ending;
  }
}
