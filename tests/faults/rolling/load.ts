import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../e2e/person.ts';

/** One request of the load, as its client saw it. */
export interface Asked {
  /** The service that it needs. */
  readonly service: string;
  /** On the clock of `performance.now()`. */
  readonly atMs: number;
  readonly tookMs: number;
  /** Why it was not answered with all that was asked for; null when it was. */
  readonly fault: string | null;
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
const longestFault = 400;

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
  async record(service: string, ask: () => Promise<string | null>): Promise<string | null> {
    const atMs = performance.now();
    const fault = await ask();
    this.asked.push({ service, atMs, tookMs: performance.now() - atMs, fault });
    return fault;
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
      await this.record(service, () => faultOf(this.#person, query));
      await sleep(pauseMs);
    }
  }
}

/** What is missing of the answer, as its client hears it, e.g. `500: INTERNAL`; null when nothing is. */
export async function faultOf(person: Person, query: string, variables = {}): Promise<string | null> {
  try {
    const { status, body } = await person.ask(query, variables);
    if (status === 200 && !body.errors && body.data) return null;
    return `${status}: ${JSON.stringify(body.errors ?? body).slice(0, longestFault)}`;
  } catch (error) {
    return error instanceof Error ? `${error.message}: ${String(error.cause)}` : String(error);
  }
}
