import { type DocumentNode, type ExecutionResult } from 'graphql';
import { codedError } from '../access/refusal.ts';
import type { Credential } from '../access/access.ts';
import type { AskAudience, Audience } from './audience.ts';
import { GuardCircle } from './guard-circle.ts';
import type { Admittance, Check } from './guard-watch.ts';

/** Runs a guard's query as a viewer. */
export type RunGuard = (
  guard: DocumentNode,
  variables: Variables,
  credential: Credential,
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

/** With an answer within a second, a removed member is out within 5 s. */
const recheckEveryMs = 2_500;

/**
 * Who may listen to a shared stream. Asked before the first event and again while anyone listens; one watch for all
 * equal subscriptions of a viewer. An outage says nothing about rights: the last answer stands.
 */
export class GuardRoom {
  readonly #options: GuardRoomOptions;
  readonly #circles = new Map<string, GuardCircle>();

  constructor(options: GuardRoomOptions) {
    this.#options = options;
  }

  /** @throws the first time the guard does not answer with something: not let in */
  async enter(guard: Guard, credential: Credential): Promise<Admittance> {
    const check: Check = (as) => this.#check(guard, as);
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
      askAbout: audience && ((memberIds) => askAudience(audience, memberIds)),
      onEmpty: () => {
        if (this.#circles.get(key) === circle) this.#circles.delete(key);
      },
    });
    this.#circles.set(key, circle);
    return circle;
  }

  async #check({ document, variables }: Guard, credential: Credential): Promise<void> {
    const { data, errors } = await this.#options.run(document, variables, credential);
    if (errors?.[0]) throw errors[0];
    if (!data || Object.values(data).some((value) => value === null))
      throw codedError('NOT_FOUND', 'There is nothing with this id that you may see.');
  }
}
