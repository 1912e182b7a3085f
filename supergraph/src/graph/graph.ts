import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, type OperationDefinitionNode, print } from 'graphql';
import { openChildSpan } from '@moim/kit/trace/span.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { Deadline, defaultDeadlineMs } from '../execution/deadline.ts';
import { Deadlines } from '../execution/deadlines.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { Delivery } from '../execution/defer/delivery.ts';
import type { LabelledOperation } from '../execution/defer/label-defers.ts';
import type { ExecutedOperation, InitialData, PreparedOperation } from '../execution/prepared-operation.ts';
import { inTheEnd, type Soon, whenThere } from '../execution/soon.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { type SupergraphMetrics, supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Plan, Planning } from '../planning/planning.ts';
import { busiestOf } from './busiest-of.ts';
import type { Caller } from './caller.ts';
import { DeferredPlans } from './deferred-plans.ts';
import { operationIn, type PlannableOperation } from './operation-in.ts';
import { type OverrideConditions, OverrideLabels } from './override-labels.ts';
import { PlanCache, type Planned } from './plan-cache.ts';
import { Preparer } from './preparer.ts';
import { shareOf } from './share-of.ts';
import { SubgraphPort } from './subgraph-port.ts';
import { whoseTurn } from './whose-turn.ts';

export interface GraphOptions {
  readonly supergraphSdl: string;
  /** Of this supergraph; closed with it. */
  readonly planning: Planning;
  readonly connections: readonly SubgraphConnection[];
  readonly freshness: Freshness;
  readonly metrics?: SupergraphMetrics;
  /** Milliseconds that an operation, or an event of a subscription, may take. */
  readonly deadlineMs?: number | undefined;
  /** Labels of progressive `@override` that are true, beside percentages. */
  readonly overrideLabels?: ReadonlySet<string> | undefined;
  /** Texts of documents that are known beforehand; default: none. */
  readonly trusted?: ReadonlySet<string>;
  /** From 0 to below 1: whether an operation is among those of a percentage. */
  readonly random?: () => number;
}

/** The plans of one choice of where fields are. */
interface Plans {
  readonly overrides: OverrideConditions;
  readonly whole: PlanCache;
  readonly deferred: DeferredPlans;
}

/** One execution: for whom, with which values. */
export interface ExecuteOptions {
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** What an event brought. */
  readonly initial?: InitialData;
  /** Of an event: what is asked in common for all who are told of it; absent: nothing is. */
  readonly common?: CommonRequests | undefined;
  /** Told when nobody waits for the answer any more; absent: somebody does. */
  readonly deadline?: Deadline | undefined;
}

/** Requests whose answers are the same for everybody who is told of an event. */
export interface CommonRequests {
  /** Their texts, by subgraph. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Who asks them. */
  readonly caller: Caller;
}

/** One supergraph, loaded: what clients may ask, how it is planned, and how a plan is executed. */
export class Graph {
  readonly supergraphSdl: string;
  readonly #planning: Planning;
  readonly #preparer: Preparer;
  readonly #overrides: OverrideLabels;
  readonly #random: () => number;
  readonly #trusted: ReadonlySet<string>;
  /** For each choice of the overrides; mostly there is one. */
  readonly #plans: readonly Plans[];
  readonly #deadlines: Deadlines;
  readonly #ports: ReadonlyMap<string, SubgraphPort>;
  readonly #extensions: ReadonlySet<string>;

  /** @throws when the supergraph names a subgraph that nobody connected */
  constructor(options: GraphOptions) {
    const { supergraphSdl, connections, freshness, metrics = supergraphMetrics() } = options;
    this.supergraphSdl = supergraphSdl;
    this.#deadlines = new Deadlines(options.deadlineMs ?? defaultDeadlineMs);
    this.#planning = options.planning;
    this.#preparer = new Preparer(options.planning.facts);
    this.#random = options.random ?? Math.random;
    this.#trusted = options.trusted ?? new Set();
    this.#overrides = new OverrideLabels(supergraphSdl, options.overrideLabels);
    this.#plans = this.#overrides.choices.map((overrides, choice) => ({
      overrides,
      whole: new PlanCache(metrics),
      deferred: new DeferredPlans(
        (labelled, caller) => this.#planInParts(labelled, choice, caller),
        metrics.deferred,
      ),
    }));
    const extensions = connections.filter(({ isExtension }) => isExtension === true);
    this.#extensions = new Set(extensions.map(({ name }) => name));
    this.#ports = portsTo(
      options.planning.facts.subgraphs,
      connections,
      (connection) => new SubgraphPort(connection, freshness, metrics.late),
    );
  }

  /** What clients see. */
  get apiSchema(): GraphQLSchema {
    return this.#preparer.apiSchema;
  }

  /** With every field of every subgraph. */
  get supergraphSchema(): GraphQLSchema {
    return this.#preparer.supergraphSchema;
  }

  /** Whether a subgraph is none of ours. */
  isExtension(subgraph: string): boolean {
    return this.#extensions.has(subgraph);
  }

  /** Among which share of all something is that lives for long, by its id: the same whenever it is asked for. */
  choiceOf(id: string): number {
    return this.#plans.length === 1 ? 0 : this.#overrides.choose(shareOf(id));
  }

  /**
   * The plan itself, of what is not run as it is.
   *
   * @param choice - of where fields are, see {@link choiceOf}
   * @throws what {@link prepare} throws
   */
  plan(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Plan['node']> {
    const document = this.#preparer.renamed(operation.document);
    const planned = this.#ask({ ...operation, document }, choice, caller, false);
    return whenThere(planned, (plan) => plan?.node);
  }

  /**
   * At once where it is known; equal ones that come meanwhile are planned once.
   *
   * @param caller - who waits for it; null: nobody in particular
   * @throws {TooComplex} an operation that is beyond the planner's limits
   * @throws {PlanningBusy} it was not its turn in time
   */
  prepare(operation: PlannableOperation, caller: Caller | null): Soon<PreparedOperation> {
    const node = operationIn(operation.document, operation.operationName);
    const choice = this.#choose();
    return this.#plansOf(choice).whole.get(node, () => this.#planInSpan(operation, choice, caller));
  }

  /** The same before anybody asks, and not counted as asked. */
  async expect(operation: PlannableOperation): Promise<void> {
    const node = operationIn(operation.document, operation.operationName);
    for (const [choice, { whole }] of this.#plans.entries())
      await whole.expect(node, () => this.#planInSpan(operation, choice, null));
  }

  /** What is prepared most often, wherever its fields are, the busiest first. */
  busiest(count: number): readonly OperationDefinitionNode[] {
    return busiestOf(
      this.#plans.map(({ whole }) => whole.uses()),
      count,
    );
  }

  /**
   * @param variables - coerced, with defaults
   * @returns null where nothing is deferred, or the planner cannot: it is run like any other
   */
  prepareDeferred(
    operation: PlannableOperation,
    variables: ExecuteOptions['variables'],
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    return this.#plansOf(this.#choose()).deferred.find(operation, variables, caller);
  }

  /** What is done with each event of a subscription: what other subgraphs add to what `primary` brings. */
  prepareEvents(
    operation: PlannableOperation,
    primary: FetchNode,
    rest: PlanNode | undefined,
  ): PreparedOperation {
    const document = this.#preparer.renamed(operation.document);
    return this.#preparer.prepare({ ...operation, document }, rest, primary);
  }

  /** Plans nothing any more. */
  close(): Promise<void> {
    return this.#planning.close();
  }

  /** Errors are as the subgraphs gave them, not yet masked. What is late is one of them. */
  async execute(
    prepared: PreparedOperation,
    { variables, caller, initial, common, deadline = new Deadline() }: ExecuteOptions,
  ): Promise<ExecutedOperation> {
    const isEvent = initial !== undefined;
    const askerOf = ({ subgraph, query }: SubgraphRequest): Caller =>
      common?.texts.get(subgraph)?.has(query) ? common.caller : caller;
    this.#deadlines.begin(deadline);
    try {
      return await prepared.execute({
        variables,
        ask: (request, values) =>
          this.#port(request.subgraph).ask(request, values, askerOf(request), deadline, isEvent),
        hasLeft: () => deadline.hasLeft,
        ...(initial ? { initial } : {}),
      });
    } finally {
      deadline.end();
    }
  }

  /** What has not been fetched when the stream is closed is not fetched, but for what a mutation itself does. */
  executeDeferred(
    deferred: DeferredOperation,
    { variables, caller, deadline = new Deadline() }: ExecuteOptions,
  ): AsyncGenerator<Delivery, void, void> {
    this.#deadlines.begin(deadline);
    const deliveries = deferred.execute({
      variables,
      ask: (request, values) => this.#port(request.subgraph).ask(request, values, caller, deadline),
      hasLeft: () => deadline.hasLeft,
    });
    let first: ReturnType<typeof deliveries.next> | null = null;
    const askFirst = () => (first ??= deliveries.next());
    return closableStream({
      next: async () => {
        const result = await (first ? deliveries.next() : askFirst());
        if (result.done) deadline.leave(); // a part that nobody was sent may still be on its way
        return result;
      },
      close: async () => {
        // What a mutation has begun it ends all the same; its parts only read, for nobody.
        if (deferred.isMutation) {
          deadline.leaveUncommitted();
          await askFirst().catch(() => undefined); // for nobody
        }
        deadline.leave();
      },
    });
  }

  #choose(): number {
    return this.#plans.length === 1 ? 0 : this.#overrides.choose(this.#random());
  }

  #plansOf(choice: number): Plans {
    const plans = this.#plans[choice];
    if (!plans) throw new TypeError(`there is no choice ${choice}`);
    return plans;
  }

  #planInSpan(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Planned> {
    const span = openChildSpan('gateway.plan', {});
    return inTheEnd(
      () => this.#planWhole(operation, choice, caller),
      () => span?.end(),
    );
  }

  #planWhole(operation: PlannableOperation, choice: number, caller: Caller | null): Soon<Planned> {
    const renamed = { ...operation, document: this.#preparer.renamed(operation.document) };
    return whenThere(this.#ask(renamed, choice, caller, false), (plan) => {
      const { node, characters = 0, seconds = 0 } = plan ?? {};
      if (node?.kind === 'Subscription') throw new TypeError('a subscription is run event by event');
      return { prepared: this.#preparer.prepare(renamed, node), characters, seconds };
    });
  }

  #planInParts(
    labelled: LabelledOperation,
    choice: number,
    caller: Caller | null,
  ): Soon<DeferredOperation | null> {
    const document = this.#preparer.renamed(labelled.document);
    const asked = this.#ask({ document, operationName: undefined }, choice, caller, true);
    return whenThere(asked, (plan) => {
      if (!plan || plan.node?.kind === 'Subscription') return null;
      return this.#preparer.prepareDeferred({ ...labelled, document }, plan.node);
    });
  }

  #ask(
    { document, operationName }: PlannableOperation,
    choice: number,
    caller: Caller | null,
    isInParts: boolean,
  ): Soon<Plan | null> {
    const { overrides } = this.#plansOf(choice);
    const who = whoseTurn(document, caller, this.#trusted);
    return this.#planning.ask({ text: print(document), operationName, overrides, isInParts }, who);
  }

  #port(name: string): SubgraphPort {
    const port = this.#ports.get(name);
    if (!port) throw new Error(`no connection for the subgraph "${name}"`);
    return port;
  }
}

function portsTo(
  subgraphs: readonly string[],
  connections: readonly SubgraphConnection[],
  open: (connection: SubgraphConnection) => SubgraphPort,
): ReadonlyMap<string, SubgraphPort> {
  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  return new Map(
    subgraphs.map((name) => {
      const connection = byName.get(name);
      if (!connection)
        throw new Error(`The supergraph needs the subgraph "${name}", which is not connected.`);
      return [name, open(connection)];
    }),
  );
}
