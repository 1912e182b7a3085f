import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../tests/e2e/person.ts';

const perSecond = 50;

/** People who ask something ordinary on a fixed schedule, whatever the answers do. */
export class GoodClients {
  readonly #person: Person;
  #latenciesMs: number[] = [];
  #failures = 0;
  #isStopped = false;
  readonly #running: Promise<void>;

  constructor(person: Person) {
    this.#person = person;
    this.#running = this.#run();
  }

  /** Milliseconds of the answers since the last call, and how many had errors. */
  take(): { readonly latenciesMs: readonly number[]; readonly failures: number } {
    const taken = { latenciesMs: this.#latenciesMs, failures: this.#failures };
    [this.#latenciesMs, this.#failures] = [[], 0];
    return taken;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const asking: Promise<void>[] = [];
    const startMs = performance.now();
    for (let index = 0; !this.#isStopped; index += 1) {
      const dueMs = startMs + (index * 1_000) / perSecond;
      const waitMs = dueMs - performance.now();
      if (waitMs > 0) await sleep(waitMs);
      asking.push(this.#ask(dueMs));
    }
    await Promise.all(asking);
  }

  /** From when it was due: who waits for a blocked server waits too. */
  async #ask(dueMs: number): Promise<void> {
    const { body } = await this.#person.ask('{ me { id member { name } } }');
    this.#latenciesMs.push(performance.now() - dueMs);
    if (body.errors) this.#failures += 1;
  }
}
