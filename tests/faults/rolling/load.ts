import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../e2e/person.ts';

/** One request of the load, as its client saw it. */
export interface Asked {
  /** The service that it needs. */
  readonly service: string;
  /** On the clock of `performance.now()`. */
  readonly atMs: number;
  readonly tookMs: number;
  readonly isOk: boolean;
}

/** What reads of each service, by who asks it; each touches that one and the supergraph. */
const questions: readonly (readonly [service: string, query: string])[] = [
  ['identity', '{ me { member { name } } }'],
  ['calendar', '{ me { calendars { id } } }'],
  ['messaging', '{ me { unread } }'],
  ['travel', '{ cities(search: "Busan", first: 1) { id } }'],
  ['insurance', '{ me { policy { id } } }'],
  ['telemetry', '{ me { vehicles { id } } }'],
];
const pauseMs = 150;

/** Asks every service in turn, again and again, each once: what fails is counted and not repeated. */
export class Load {
  readonly asked: Asked[] = [];
  readonly #person: Person;
  readonly #ended = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(person: Person) {
    this.#person = person;
  }

  start(): void {
    this.#running = Promise.all(questions.map(([service, query]) => this.#keepAsking(service, query)));
  }

  /** Counts what somebody else asks, e.g. sends. */
  async record(service: string, ask: () => Promise<boolean>): Promise<boolean> {
    const atMs = performance.now();
    const isOk = await ask();
    this.asked.push({ service, atMs, tookMs: performance.now() - atMs, isOk });
    return isOk;
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted;
  }

  async #keepAsking(service: string, query: string): Promise<void> {
    while (!this.isOver) {
      await this.record(service, () => isAnswered(this.#person, query));
      await sleep(pauseMs);
    }
  }
}

/** With all that was asked for. */
export async function isAnswered(person: Person, query: string, variables = {}): Promise<boolean> {
  const answer = await person.ask(query, variables).catch(() => null);
  return answer?.status === 200 && !answer.body.errors && Boolean(answer.body.data);
}
