import type { FormattedExecutionResult } from 'graphql';
import type { Entered } from '../access/entered.ts';
import type { FormatError } from '../access/public-errors.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { Deadline } from '../execution/deadline.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Caller } from '../graph/caller.ts';
import type { Graph } from '../graph/graph.ts';
import type { Demand } from '../planning/demand.ts';
import { type Refused, Refusals } from '../planning/refusals.ts';
import { UnderWay } from '../planning/under-way.ts';
import { Leases } from '../reload/leases.ts';
import { executeEvent } from './event-execution.ts';
import type { RingEntry } from './ring.ts';
import { planSubscription, type SubscriptionPlan } from './subscription-plan.ts';
import type { SubscriptionRules } from './subscription-rules.ts';

/** An operation that came through the door, and what of it lets it in again. */
export type Subscribing = Pick<Entered, 'operation' | 'complete' | 'request' | 'caller' | 'requestId'>;

type Planning = Pick<Subscribing, 'operation' | 'requestId' | 'caller'>;

export interface GenerationOptions {
  readonly graph: Graph;
  readonly rules: SubscriptionRules;
  readonly connections: readonly SubgraphConnection[];
  readonly formatError: FormatError;
  /** Lets in again what an earlier supergraph let in. @throws {Refusal} what this one does not */
  readonly readmit: (subscribing: Subscribing) => Subscribing;
  /** Held while an event is completed. */
  readonly leases?: Leases;
}

export type Execute = (entry: RingEntry) => Promise<FormattedExecutionResult>;
export type Variables = Readonly<Record<string, unknown>>;

/** Characters of subscriptions whose plans are kept. */
const maxCachedCharacters = 2_000_000;
let generations = 0;

/** One supergraph as its subscriptions see it: how they are planned, and what is made of each event. */
export class Generation {
  readonly number = (generations += 1);
  readonly graph: Graph;
  readonly readmit: GenerationOptions['readmit'];
  readonly #options: GenerationOptions;
  readonly #leases: Leases;
  readonly #connections: ReadonlyMap<string, SubgraphConnection>;
  readonly #plans = new BoundedCache<SubscriptionPlan>(maxCachedCharacters);
  readonly #refused = new BoundedCache<Refused>(maxCachedCharacters);
  readonly #refusals = new Refusals<string>({
    get: (key) => this.#refused.get(key),
    set: (key, refused) => this.#refused.set(key, refused, key.length),
  });
  readonly #underWay = new UnderWay<string, SubscriptionPlan>();

  constructor(options: GenerationOptions) {
    this.#options = options;
    this.graph = options.graph;
    this.readmit = options.readmit;
    this.#leases = options.leases ?? new Leases();
    this.#connections = new Map(options.connections.map((connection) => [connection.name, connection]));
  }

  connectionTo(subgraph: string): SubgraphConnection {
    const connection = this.#connections.get(subgraph);
    if (!connection) throw new Error(`no connection for the subgraph "${subgraph}"`);
    return connection;
  }

  isConnectedBy(connection: SubgraphConnection): boolean {
    return this.#connections.get(connection.name) === connection;
  }

  get connections(): readonly SubgraphConnection[] {
    return [...this.#connections.values()];
  }

  /** Whether it is connected by all of these. */
  reaches(connections: readonly SubgraphConnection[]): boolean {
    return connections.every((connection) => this.isConnectedBy(connection));
  }

  /**
   * At once where it is known. One plan a text, and of each choice of its conditions and of where fields are: that is
   * each subscriber's own, as each query's, and stays theirs under the next supergraph.
   *
   * @param deadline - how long it is waited for; null: as long as it takes
   * @throws what planning throws
   */
  planFor(planning: Planning, deadline: Deadline | null = null): Soon<SubscriptionPlan> {
    const key = this.keyOf(planning);
    const known = this.#plans.get(key);
    if (known) return known;
    const asking = this.graph.asking(planning.operation.document, planning.caller, deadline);
    return this.#underWay.join(key, asking, (demand) =>
      this.#refusals.unlessRefused(key, () => this.#plan(key, planning, demand)),
    );
  }

  /** Equal for those that are planned once. */
  keyOf({ operation: { query, operationName, decided }, requestId }: Omit<Planning, 'caller'>): string {
    return `${this.graph.choiceOf(requestId)} ${operationName ?? ''} ${decided?.values ?? ''} ${query}`;
  }

  #plan(key: string, { operation, requestId }: Planning, demand: Demand): Soon<SubscriptionPlan> {
    const { document, operationName, query } = operation;
    const choice = this.graph.choiceOf(requestId);
    const asked = { document, operationName };
    return whenThere(planSubscription(this.graph, this.#options.rules, asked, choice, demand), (plan) => {
      this.#plans.set(key, plan, query.length);
      return plan;
    });
  }

  /** @param isForOwner - of somebody who may know where nulls come from */
  executor(plan: SubscriptionPlan, variables: Variables, caller: Caller, isForOwner: boolean): Execute {
    const { formatError } = this.#options;
    return ({ result }) =>
      this.#leases.during(() =>
        executeEvent(this.graph, plan, variables, caller, result, formatError, isForOwner),
      );
  }
}
