import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { here, within } from '@moim/kit/trace/span.ts';
import type { AdmittedOperation } from '../access/admitted-operation.ts';
import type { Credential } from '../access/access.ts';
import type { FormatError } from '../access/public-errors.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { OpenStreams } from '../metrics/watch-streams.ts';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { type Caller, serviceCaller } from '../graph/caller.ts';
import type { Graph } from '../graph/graph.ts';
import { canonicalJson } from './canonical-json.ts';
import { executeEvent } from './event-execution.ts';
import { GuardRoom } from './guard.ts';
import { guardRunner } from './guard-runner.ts';
import type { RingBounds, RingEntry } from './ring.ts';
import { pick, pipeKey, upstreamKey } from './sharing-keys.ts';
import { createSubscriber, type Subscriber } from './subscriber.ts';
import { argumentsOf, planSubscription, type SubscriptionPlan } from './subscription-plan.ts';
import type { SubscriptionRules } from './subscription-rules.ts';
import { type Pacing, Upstream } from './upstream.ts';

export interface HubOptions {
  readonly graph: Graph;
  readonly rules: SubscriptionRules;
  readonly connections: readonly SubgraphConnection[];
  readonly freshness: Freshness;
  readonly formatError: FormatError;
  readonly metrics?: SupergraphMetrics;
  readonly bounds?: RingBounds;
  readonly pacing?: Pacing;
  readonly lingerMs?: number;
  readonly guardEveryMs?: number;
}

/** How long a shared upstream outlives its last subscriber, in milliseconds. */
const defaultLingerMs = 10_000;
const maxCachedCharacters = 2_000_000;

type Variables = Readonly<Record<string, unknown>>;
type Execute = (entry: RingEntry) => Promise<FormattedExecutionResult>;

/** One shared upstream with the results that its subscribers have in common. */
interface SharedUpstream {
  readonly upstream: Upstream;
  readonly pipes: Map<string, Pipe>;
}

/** The result that equal subscribers have in common, and how many they are. */
interface Pipe {
  readonly execute: Execute;
  subscribers: number;
}

/**
 * Runs subscriptions over the graph. Equal ones share twice: one upstream at the subgraph for all
 * that ask for the same events, and one result an event for all that ask for the same answer.
 */
export class SubscriptionHub {
  readonly #options: HubOptions;
  readonly #connections: ReadonlyMap<string, SubgraphConnection>;
  readonly #plans = new BoundedCache<SubscriptionPlan>(maxCachedCharacters);
  readonly #shared = new Map<string, SharedUpstream>();
  readonly #guards: GuardRoom;
  readonly #subscribers = new Set<Subscriber>();
  readonly #upstreams = new Set<Upstream>();

  constructor(options: HubOptions) {
    this.#options = options;
    this.#connections = new Map(options.connections.map((connection) => [connection.name, connection]));
    this.#guards = new GuardRoom(guardRunner(options.graph), options.guardEveryMs);
  }

  /** Everything that is open right now, shared or not. */
  get open(): OpenStreams {
    const upstreams = [...this.#upstreams];
    const queuedBytes = upstreams.reduce((sum, { ring }) => sum + ring.bytes, 0);
    return { upstreams: upstreams.length, subscriptions: this.#subscribers.size, queuedBytes };
  }

  /** What is shared right now: upstreams, and results within them. */
  get sharing(): { readonly upstreams: number; readonly pipes: number } {
    const pipes = [...this.#shared.values()].map((shared) => shared.pipes.size);
    return { upstreams: this.#shared.size, pipes: pipes.reduce((sum, size) => sum + size, 0) };
  }

  /** @throws what the client is to be told: not let in, or a plan that the limits refuse */
  async subscribe(operation: AdmittedOperation, credential: Credential): Promise<Subscriber> {
    const plan = this.#planFor(operation);
    const caller = await credential.caller(newUuid());
    const { values, cursor } = argumentsOf(
      plan,
      this.#options.graph.supergraphSchema,
      operation.coercedVariables,
    );
    const { guard } = plan.rule;
    if (!plan.isUpstreamShared || guard === null)
      return this.#subscribeAlone(plan, operation, caller, cursor);
    const key = canonicalJson([plan.root.name.value, values]);
    const admittance = await this.#guards.enter(guard, key, values, credential);
    const subscriber = this.#subscribeShared(plan, operation, caller, cursor);
    subscriber.onDone(() => admittance.release());
    admittance.onRevoked((error) => subscriber.end(error));
    return subscriber;
  }

  close(): void {
    this.#guards.close();
    for (const subscriber of [...this.#subscribers]) void subscriber.results.return();
    for (const { upstream } of [...this.#shared.values()]) upstream.close();
  }

  #planFor({ query, operationName, document }: AdmittedOperation): SubscriptionPlan {
    const key = `${operationName ?? ''} ${query}`;
    const known = this.#plans.get(key);
    if (known) return known;
    const plan = planSubscription(this.#options.graph, this.#options.rules, document, operationName);
    this.#plans.set(key, plan, query.length);
    return plan;
  }

  #subscribeAlone(
    plan: SubscriptionPlan,
    { variables }: AdmittedOperation,
    caller: Caller,
    after: number | null,
  ): Subscriber {
    let upstream: Upstream | undefined;
    const open = (): Upstream =>
      (upstream ??= this.#open(plan, variables, caller, after, 0, () => undefined));
    return this.#track({
      after: null,
      upstream: open,
      isShared: false,
      catchUp: open,
      execute: this.#telling(caller, this.#executor(plan, variables, caller)),
    });
  }

  #subscribeShared(
    plan: SubscriptionPlan,
    { query, variables }: AdmittedOperation,
    caller: Caller,
    after: number | null,
  ): Subscriber {
    const alone = plan.isResultShared ? null : this.#executor(plan, variables, caller);
    const key = pipeKey(query, plan, variables, caller.identity.viewer);
    let seat: { readonly pipe: Pipe; readonly leave: () => void } | undefined;
    const subscriber = this.#track({
      after,
      upstream: () => {
        const shared = this.#sharedFor(plan, variables, after);
        seat?.leave();
        seat = this.#joinPipe(shared, key, plan, variables);
        return shared.upstream;
      },
      isShared: true,
      catchUp: (from) => this.#open(plan, variables, caller, from, 0, () => undefined),
      execute: this.#telling(caller, (entry) =>
        (alone ?? seat?.pipe.execute ?? this.#executor(plan, variables, caller))(entry),
      ),
    });
    subscriber.onDone(() => seat?.leave());
    return subscriber;
  }

  /** Those with a cursor and those without never share: a replay for the ones is old news to the others. */
  #sharedFor(plan: SubscriptionPlan, variables: Variables, after: number | null): SharedUpstream {
    const key = `${after === null ? 'live' : 'resumed'} ${upstreamKey(plan, variables)}`;
    const known = this.#shared.get(key);
    if (known?.upstream.isOpen) return known;
    const lingerMs = this.#options.lingerMs ?? defaultLingerMs;
    const upstream = this.#open(plan, variables, serviceCaller(newUuid()), after, lingerMs, () => {
      if (this.#shared.get(key)?.upstream === upstream) this.#shared.delete(key);
    });
    const shared = { upstream, pipes: new Map<string, Pipe>() };
    this.#shared.set(key, shared);
    return shared;
  }

  #joinPipe({ pipes }: SharedUpstream, key: string, plan: SubscriptionPlan, variables: Variables) {
    const pipe = pipes.get(key) ?? {
      execute: oncePerEvent(this.#executor(plan, variables, serviceCaller(newUuid()))),
      subscribers: 0,
    };
    pipes.set(key, pipe);
    pipe.subscribers += 1;
    const leave = (): void => {
      pipe.subscribers -= 1;
      if (pipe.subscribers === 0 && pipes.get(key) === pipe) pipes.delete(key);
    };
    return { pipe, leave };
  }

  #executor(plan: SubscriptionPlan, variables: Variables, caller: Caller): Execute {
    const { graph, formatError } = this.#options;
    return ({ result }) => executeEvent(graph, plan, variables, caller, result, formatError);
  }

  /** Whoever hears of a change and asks must find it, also at a replica. */
  #telling({ identity: { viewer } }: Caller, execute: Execute): Execute {
    return (entry) => {
      const position = positionIn(entry.result);
      if (position && viewer) this.#options.freshness.told(viewer.memberId, position);
      return execute(entry);
    };
  }

  #open(
    { subgraph, upstream }: SubscriptionPlan,
    variables: Variables,
    { identity, authorization }: Caller,
    after: number | null,
    lingerMs: number,
    onClosed: () => void,
  ): Upstream {
    const connection = this.#connections.get(subgraph);
    if (!connection) throw new Error(`no connection for the subgraph "${subgraph}"`);
    const { bounds, pacing } = this.#options;
    const { query, variableNames, resumeVariable, cursorPath } = upstream;
    const used = pick(variables, variableNames);
    const asked = here();
    const metrics = this.#options.metrics;
    const opened: Upstream = new Upstream({
      open: (resumeAfter) =>
        within(asked, () =>
          connection.subscribe({
            query,
            variables:
              resumeVariable !== null && resumeAfter !== null
                ? { ...used, [resumeVariable]: resumeAfter }
                : used,
            identity,
            ...(authorization ? { authorization } : {}),
          }),
        ),
      cursorOf: cursorPath && ((result) => cursorIn(result, cursorPath)),
      after,
      lingerMs,
      onClosed: () => {
        this.#upstreams.delete(opened);
        onClosed();
      },
      ...(metrics ? { onGap: metrics.missed } : {}),
      ...(bounds ? { bounds } : {}),
      ...(pacing ? { pacing } : {}),
    });
    this.#upstreams.add(opened);
    return opened;
  }

  #track(options: Parameters<typeof createSubscriber>[0]): Subscriber {
    const subscriber = createSubscriber({ ...options, onSlow: () => this.#options.metrics?.slow() });
    this.#subscribers.add(subscriber);
    subscriber.onDone(() => this.#subscribers.delete(subscriber));
    return subscriber;
  }
}

function cursorIn({ data }: ExecutionResult, [field, cursor]: readonly [string, string]): number | null {
  const event: unknown = data?.[field];
  if (typeof event !== 'object' || event === null || !(cursor in event)) return null;
  const value: unknown = Reflect.get(event, cursor);
  return typeof value === 'number' ? value : null;
}

/** All subscribers of a pipe wait for the same execution; it is forgotten with the event. */
function oncePerEvent(execute: Execute): Execute {
  const results = new WeakMap<RingEntry, Promise<FormattedExecutionResult>>();
  return (entry) => {
    const known = results.get(entry) ?? execute(entry);
    results.set(entry, known);
    return known;
  };
}
