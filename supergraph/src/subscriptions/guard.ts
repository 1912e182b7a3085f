import { type DocumentNode, type ExecutionResult } from 'graphql';
import type { Credential } from '../access/access.ts';
import type { AskAudience, Audience } from './audience.ts';
import { GuardCircle } from './guard-circle.ts';
import { notFound } from './guard-verdict.ts';
import type { Admittance, Check } from './guard-watch.ts';

/** Runs a guard's query as a viewer, for as many milliseconds. */
export type RunGuard = (
  guard: DocumentNode,
  variables: Variables,
  credential: Credential,
  withinMs?: number,
) => Promise<ExecutionResult>;

type Variables = Readonly<Record<string, unknown>>;

/** A question that whoever wants to listen must be answered with something. */
export interface Guard {
  readonly document: DocumentNode;
  readonly variables: Variables;
  /** How its subgraph is asked about many at once; null: it cannot be. */
  readonly audience: Audience | null;
  /** Equal for equal guards. */
  readonly key: string;
}

export interface GuardRoomOptions {
  readonly run: RunGuard;
  readonly askAudience: AskAudience;
  /** Milliseconds between checks. */
  readonly everyMs?: number | undefined;
}

/**
 * And up to half a second: 2.75 s from a question to the next, a second for its answer, half a second each for a guard
 * that does not answer and for being asked about once more. A removed member is out within 5 s.
 */
const recheckEveryMs = 2_250;

/**
 * Who may listen to a shared stream. Asked before the first event and again while anyone listens; one watch for all
 * equal subscriptions of a viewer. An outage says nothing about rights: the last answer stands, unless it was one
 * about many that left the viewer out.
 */
export class GuardRoom {
  readonly #options: GuardRoomOptions;
  readonly #circles = new Map<string, GuardCircle>();

  constructor(options: GuardRoomOptions) {
    this.#options = options;
  }

  /** @throws the first time the guard does not answer with something: not let in */
  async enter(guard: Guard, credential: Credential): Promise<Admittance> {
    const check: Check = (as, withinMs) => this.#check(guard, as, withinMs);
    await check(credential);
    return (this.#circles.get(guard.key) ?? this.#open(guard, check)).join(credential);
  }

  close(): void {
    for (const circle of [...this.#circles.values()]) circle.close();
  }

  #open({ key, audience }: Guard, check: Check): GuardCircle {
    const { askAudience, everyMs = recheckEveryMs } = this.#options;
    const circle: GuardCircle = new GuardCircle({
      ...{ check, everyMs },
      askAbout: audience && ((memberIds, withinMs) => askAudience(audience, memberIds, withinMs)),
      onEmpty: () => {
        if (this.#circles.get(key) === circle) this.#circles.delete(key);
      },
    });
    this.#circles.set(key, circle);
    return circle;
  }

  async #check({ document, variables }: Guard, as: Credential, withinMs?: number): Promise<void> {
    const { data, errors } = await this.#options.run(document, variables, as, withinMs);
    if (errors?.[0]) throw errors[0];
    if (!data || Object.values(data).some((value) => value === null)) throw notFound();
  }
}
