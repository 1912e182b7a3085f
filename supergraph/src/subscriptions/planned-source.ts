import type { FormattedExecutionResult } from 'graphql';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { carriedTrace } from '@moim/kit/trace/carried-trace.ts';
import { traceIdIn } from '@moim/kit/trace/traceparent.ts';
import { explainNulls, mayKnowWhy, type NullCause, withNulls } from '../access/explain-nulls.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import type { Caller } from '../graph/caller.ts';
import type { Generation, Subscribing } from './generation.ts';
import type { OpenUpstreams } from './open-upstreams.ts';
import { Outcome, type Reader } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import type { SharedUpstreams } from './shared-upstreams.ts';
import type { Source } from './source.ts';
import { isSamePrimary, type Primary, type SubscriptionPlan } from './subscription-plan.ts';
import type { Upstream } from './upstream.ts';

export interface SourceSettings {
  readonly upstreams: OpenUpstreams;
  readonly shared: SharedUpstreams;
  readonly freshness: Freshness;
  /** Milliseconds that a shared upstream outlives its last subscriber. */
  readonly lingerMs: number;
}

/** A subscription of somebody's, under one supergraph. */
export interface Wanted {
  readonly generation: Generation;
  readonly plan: SubscriptionPlan;
  readonly subscribing: Subscribing;
}

/** What of a source that was read before goes on in the one that takes its place. */
export interface Continued {
  readonly source: PlannedSource;
  readonly keepsUpstream: boolean;
  readonly mayBeAwaited: boolean;
}

/** What has to be known of a source whose supergraph was let go. */
interface Former {
  readonly primary: Primary;
  /** The one that its events come over. */
  readonly connection: SubgraphConnection;
  /** All of its supergraph. */
  readonly connections: readonly SubgraphConnection[];
}

/** What a plan makes of a subscription. */
export abstract class PlannedSource implements Source {
  abstract readonly isShared: boolean;
  abstract readonly isTold: boolean;
  readonly mayBeAwaited: boolean;
  protected readonly settings: SourceSettings;
  #wanted: Wanted | null;
  #former: Former | null = null;
  readonly #isContinued: boolean;
  /** What is made of an event is what was asked for. Known beforehand: ten thousand are told of an event each. */
  readonly #isWhole: boolean;

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    this.settings = settings;
    this.#wanted = wanted;
    this.mayBeAwaited = continued?.mayBeAwaited ?? false;
    this.#isContinued = continued !== undefined;
    this.#isWhole = wanted.subscribing.operation.asked === null;
  }

  abstract upstream(after: number | null): Upstream;
  abstract catchUp(after: number): Upstream;
  abstract readBy(reader: Reader): void;
  abstract leave(): void;

  protected get wanted(): Wanted {
    if (!this.#wanted) throw new TypeError('its supergraph has been let go');
    return this.#wanted;
  }

  get generation(): Generation {
    return this.wanted.generation;
  }

  get plan(): SubscriptionPlan {
    return this.wanted.plan;
  }

  /** The one that its events come over. */
  get connection(): SubgraphConnection {
    return this.generation.connectionTo(this.plan.subgraph);
  }

  /** What of it goes on where the same is planned like that. */
  continuedIn({ generation, plan }: Pick<Wanted, 'generation' | 'plan'>): Continued {
    const { primary, connection, connections } = this.#former ?? this.#asFormer();
    return {
      source: this,
      keepsUpstream: generation.isConnectedBy(connection) && isSamePrimary(primary, plan),
      mayBeAwaited: plan.upstream.resumeVariable !== null && generation.reaches(connections),
    };
  }

  letGo(): void {
    this.leave();
    this.#former ??= this.#asFormer();
    this.#wanted = null;
  }

  #asFormer(): Former {
    const { subgraph, isUpstreamShared, upstream } = this.plan;
    return {
      primary: { subgraph, isUpstreamShared, upstream },
      connection: this.connection,
      connections: this.generation.connections,
    };
  }

  execute(entry: RingEntry): Outcome<FormattedExecutionResult> {
    this.#tell(entry);
    const result = this.result(entry);
    return this.#isWhole ? result : new Outcome(result.promise.then((one) => this.#completed(one)));
  }

  #completed(result: FormattedExecutionResult): FormattedExecutionResult {
    const { complete } = this.wanted.subscribing;
    if (!this.isForOwner) return complete(result);
    const denied: NullCause[] = [];
    const completed = complete(result, { onDenied: (cause) => void denied.push(cause) });
    return withNulls(completed, explainNulls(completed.data, denied, traceIdIn(carriedTrace(result))));
  }

  /** Whether it is somebody who may know where nulls come from; all of a viewer class may, or none. */
  protected get isForOwner(): boolean {
    return mayKnowWhy(this.wanted.subscribing.caller.identity);
  }

  protected result(entry: RingEntry): Outcome<FormattedExecutionResult> {
    const { generation, plan, subscribing } = this.wanted;
    const { operation, caller } = subscribing;
    return new Outcome(generation.executor(plan, operation.variables, caller, this.isForOwner)(entry));
  }

  protected open(caller: Caller, after: number | null, lingerMs: number, onClosed?: () => void): Upstream {
    const { generation, plan, subscribing } = this.wanted;
    const { variables } = subscribing.operation;
    const isContinued = this.#isContinued;
    return this.settings.upstreams.open({
      ...{ generation, plan, variables, caller, after, lingerMs, isContinued },
      ...(onClosed ? { onClosed } : {}),
    });
  }

  /** Whoever hears of a change and asks must find it, also at a replica. */
  #tell({ result }: RingEntry): void {
    const position = positionIn(result); // most have none, and who listens need not be looked at
    const viewer = position && this.wanted.subscribing.caller.identity.viewer;
    if (viewer) this.settings.freshness.told(viewer.memberId, position);
  }
}
