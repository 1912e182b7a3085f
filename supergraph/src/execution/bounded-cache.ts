/** Least recently used out, bounded by the sum of weights. */
export class BoundedCache<Value, Key = string> {
  readonly #entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  readonly #maxWeight: number;
  #weight = 0;
  /** Used last: it need not be moved to the end when it is used again. */
  #newest: Key | undefined;

  /** @param maxWeight - in the unit of the weights given to `set`, e.g. characters */
  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (key !== this.#newest) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#newest = key;
    }
    return entry.value;
  }

  /** What is kept now, the least recently used first. */
  *entries(): Generator<readonly [Key, Value]> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }

  /** A value heavier than the whole cache is not kept. */
  set(key: Key, value: Value, weight: number): void {
    this.#remove(key);
    this.#entries.set(key, { value, weight });
    this.#newest = key;
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#maxWeight) break;
      this.#remove(oldest);
    }
  }

  #remove(key: Key): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}
