/** Items in so many parts of about the same size, whose turn comes one after the other. */
export class Slots<Item> {
  readonly #slots: readonly Set<Item>[];
  #turn = 0;

  constructor(count: number) {
    this.#slots = Array.from({ length: count }, () => new Set());
  }

  get parts(): readonly ReadonlySet<Item>[] {
    return this.#slots;
  }

  /** All of them. */
  get items(): readonly Item[] {
    return this.#slots.flatMap((slot) => [...slot]);
  }

  /** To the emptiest part. */
  add(item: Item): void {
    this.#slots.reduce((left, right) => (right.size < left.size ? right : left)).add(item);
  }

  delete(item: Item): void {
    for (const slot of this.#slots) if (slot.delete(item)) return;
  }

  /** @returns those whose turn it is now, and the number of their part */
  next(): readonly [ReadonlySet<Item>, number] {
    this.#turn = (this.#turn + 1) % this.#slots.length;
    return [this.#slots[this.#turn] ?? new Set(), this.#turn];
  }
}
