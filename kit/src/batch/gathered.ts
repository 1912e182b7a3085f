import { AsyncLocalStorage } from 'node:async_hooks';

export interface Gathering<Item, Answer> {
  /** Answers each item, in their order; what it throws is thrown to all of them. */
  readonly run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Most items of one run. */
  readonly maxItems: number;
  /** Milliseconds after which a run that still goes on is no longer waited for: the next one begins beside it. */
  readonly patienceMs: number;
  /**
   * Milliseconds from the first question to the run, within which others join it; 0: a turn of the event loop.
   * Absent: at once.
   */
  readonly lingerMs?: number;
}

interface Waiting<Item, Answer> extends PromiseWithResolvers<Answer> {
  readonly item: Item;
  /** Calls in the place of whoever asked. */
  readonly within: <T>(work: () => T) => T;
}

/**
 * Joins what is asked while an earlier run is under way into the next run: at rest each goes alone and at once, and the
 * more there is, the more share what a run costs. Every run begins after all its items were asked for.
 */
export function gathered<Item, Answer>(gathering: Gathering<Item, Answer>): (item: Item) => Promise<Answer> {
  const runs = new Runs(gathering);
  return (item) => runs.ask(item);
}

class Runs<Item, Answer> {
  readonly #gathering: Gathering<Item, Answer>;
  readonly #waiting: Waiting<Item, Answer>[] = [];
  /** The latest run, while it is waited for. */
  #underWay: symbol | null = null;
  #isLingering = false;

  constructor(gathering: Gathering<Item, Answer>) {
    this.#gathering = gathering;
  }

  ask(item: Item): Promise<Answer> {
    const waiting = { ...Promise.withResolvers<Answer>(), item, within: AsyncLocalStorage.snapshot() };
    this.#waiting.push(waiting);
    const { lingerMs } = this.#gathering;
    if (lingerMs === undefined) this.#begin();
    else this.#beginAfter(lingerMs);
    return waiting.promise;
  }

  #beginAfter(lingerMs: number): void {
    if (this.#isLingering || this.#underWay !== null) return;
    this.#isLingering = true;
    const begin = () => {
      this.#isLingering = false;
      this.#begin();
    };
    if (lingerMs > 0) setTimeout(begin, lingerMs);
    else setImmediate(begin);
  }

  #begin(): void {
    if (this.#underWay !== null) return;
    const items = this.#waiting.splice(0, this.#gathering.maxItems);
    const [first] = items;
    if (!first) return;
    const run = Symbol();
    this.#underWay = run;
    const end = () => this.#end(run);
    const timer = setTimeout(end, this.#gathering.patienceMs);
    void first
      .within(() => this.#run(items))
      .finally(() => {
        clearTimeout(timer);
        end();
      });
  }

  #end(run: symbol): void {
    if (this.#underWay !== run) return;
    this.#underWay = null;
    this.#begin();
  }

  async #run(waiting: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#gathering.run(waiting.map(({ item }) => item));
      if (answers.length !== waiting.length) throw new TypeError('a run did not answer each item');
      answers.forEach((answer, index) => waiting[index]?.resolve(answer));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
