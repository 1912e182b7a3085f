/** Those who wait, in turn by whose they are: whoever puts in many waits behind everybody else's first. */
export class FairQueue<Item> {
  /** By whose they are; the first is the next. */
  readonly #queues = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  put(who: string, item: Item): void {
    const queue = this.#queues.get(who);
    if (queue) queue.push(item);
    else this.#queues.set(who, [item]);
    this.#size += 1;
  }

  take(): Item | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [who, queue] = first;
    const item = queue.shift();
    this.#queues.delete(who);
    if (queue.length > 0) this.#queues.set(who, queue); // behind everybody else
    this.#size -= 1;
    return item;
  }
}
