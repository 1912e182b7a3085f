/**
 * Those who wait, in turn by whose they are: whoever puts in many waits behind everybody else's first. What is several
 * people's comes in the first of their turns, and costs the others none.
 */
export class FairQueue<Item> {
  /** By whose they are; the first is the next. None is empty. */
  readonly #queues = new Map<string, Set<Item>>();
  readonly #owners = new Map<Item, Set<string>>();

  get size(): number {
    return this.#owners.size;
  }

  /** Theirs as well, if it was somebody's before: behind what else is theirs. */
  put(who: string, item: Item): void {
    const owners = this.#owners.get(item);
    if (owners) owners.add(who);
    else this.#owners.set(item, new Set([who]));
    const queue = this.#queues.get(who);
    if (queue) queue.add(item);
    else this.#queues.set(who, new Set([item]));
  }

  /** Theirs no more; with the last of those whose it is it goes. */
  withdraw(who: string, item: Item): void {
    const owners = this.#owners.get(item);
    if (!owners?.delete(who)) return;
    if (owners.size === 0) this.#owners.delete(item);
    this.#leave(who, item);
  }

  /** @returns whether it was there */
  remove(item: Item): boolean {
    for (const who of this.#owners.get(item) ?? []) this.#leave(who, item);
    return this.#owners.delete(item);
  }

  take(): Item | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [who, queue] = first;
    const [item] = queue;
    if (item === undefined) return undefined;
    this.remove(item);
    if (this.#queues.delete(who)) this.#queues.set(who, queue); // behind everybody else
    return item;
  }

  #leave(who: string, item: Item): void {
    const queue = this.#queues.get(who);
    queue?.delete(item);
    if (queue?.size === 0) this.#queues.delete(who);
  }
}
