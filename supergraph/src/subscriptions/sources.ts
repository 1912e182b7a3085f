import type { FormattedExecutionResult } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { carriedTrace } from '@moim/kit/trace/carried-trace.ts';
import { traceIdIn } from '@moim/kit/trace/traceparent.ts';
import { explainNulls, mayKnowWhy, type NullCause, withNulls } from '../access/explain-nulls.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { type Caller, serviceCaller } from '../graph/caller.ts';
import type { Generation, Subscribing } from './generation.ts';
import type { OpenUpstreams } from './open-upstreams.ts';
import { Outcome, type Reader } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import {
  findCatchUp,
  joinPipe,
  type PipeSeat,
  type SharedUpstream,
  type SharedUpstreams,
} from './shared-upstreams.ts';
import { pipeKey, upstreamKey } from './sharing-keys.ts';
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

/** @param continued - what was read before */
export function createSource(settings: SourceSettings, wanted: Wanted, continued?: Continued): PlannedSource {
  const { isUpstreamShared, rule } = wanted.plan;
  const isShared = isUpstreamShared && rule.guard !== null;
  return isShared
    ? new SharedSource(settings, wanted, continued)
    : new OwnSource(settings, wanted, continued);
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

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    this.settings = settings;
    this.#wanted = wanted;
    this.mayBeAwaited = continued?.mayBeAwaited ?? false;
    this.#isContinued = continued !== undefined;
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
    const { connection } = this;
    return {
      primary: { subgraph, isUpstreamShared, upstream },
      connection,
      connections: this.generation.connections,
    };
  }

  execute(entry: RingEntry): Outcome<FormattedExecutionResult> {
    this.#tell(entry);
    const result = this.result(entry);
    const isWhole = this.wanted.subscribing.operation.asked === null;
    return isWhole ? result : new Outcome(result.promise.then((one) => this.#completed(one)));
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
    const { viewer } = this.wanted.subscribing.caller.identity;
    const position = viewer && positionIn(result);
    if (position) this.settings.freshness.told(viewer.memberId, position);
  }
}

/** An upstream for one subscriber, opened as himself. */
class OwnSource extends PlannedSource {
  override readonly isShared = false;
  override readonly isTold = false;
  #upstream: Upstream | undefined;

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    super(settings, wanted, continued);
    if (continued?.keepsUpstream && continued.source instanceof OwnSource)
      this.#upstream = continued.source.#upstream;
  }

  override upstream(after: number | null): Upstream {
    return (this.#upstream ??= this.open(this.wanted.subscribing.caller, after, 0));
  }

  override catchUp(after: number): Upstream {
    return this.upstream(after); // opened behind his cursor, it is behind nobody's
  }

  override readBy(): void {
    // the upstream wakes him
  }

  override leave(): void {
    // the upstream closes when its reader goes
  }
}

const nobody: Reader = { isWaiting: false, wake: () => undefined };

/** An upstream for all who ask for the same events; and where nothing depends on who asks, one result. */
class SharedSource extends PlannedSource {
  override readonly isShared = true;
  #shared: SharedUpstream | undefined;
  #seat: PipeSeat | undefined;
  /** The cursor of the last event that others may have been told of before he had seen what he says. */
  #toldOthers: number | null = null;
  #reader: Reader = nobody;

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    super(settings, wanted, continued);
    if (continued?.keepsUpstream && continued.source instanceof SharedSource && continued.source.#shared)
      this.#sit(continued.source.#shared);
  }

  override get isTold(): boolean {
    return this.plan.isResultShared;
  }

  override readBy(reader: Reader): void {
    this.#reader = reader;
    if (this.#shared) this.#sit(this.#shared);
  }

  override upstream(after: number | null): Upstream {
    return this.#sit(this.#find(after)).upstream;
  }

  /** As the service, as the shared one: whoever passed the guard sees the same, what was before included. */
  override catchUp(after: number): Upstream {
    return findCatchUp(this.#shared ?? this.#find(after), after, (onClosed) =>
      this.open(serviceCaller(newUuid()), after, 0, onClosed),
    );
  }

  override leave(): void {
    this.#seat?.leave();
    this.#seat = undefined;
  }

  protected override result(entry: RingEntry): Outcome<FormattedExecutionResult> {
    const isToldAnew = this.#toldOthers !== null && (entry.cursor ?? Infinity) <= this.#toldOthers;
    const isShared = this.plan.isResultShared && !isToldAnew;
    return isShared && this.#seat ? this.#seat.complete(entry) : super.result(entry);
  }

  #sit(shared: SharedUpstream): SharedUpstream {
    this.leave();
    this.#shared = shared;
    const { generation, plan, subscribing } = this.wanted;
    const { operation, caller } = subscribing;
    if (caller.identity.reads === 'primary') this.#toldOthers ??= shared.upstream.ring.reached;
    const { query, variables } = operation;
    const key = `${generation.number} ${pipeKey(query, plan, variables, caller.identity.viewer)}`;
    const { isForOwner, isTold } = this;
    this.#seat = joinPipe(shared, {
      ...{ key, reader: this.#reader, isTold },
      execute: () => generation.executor(plan, variables, serviceCaller(newUuid()), isForOwner),
    });
    return shared;
  }

  /** Those with a cursor and those without never share: a replay for the ones is old news to the others. */
  #find(after: number | null): SharedUpstream {
    const { plan, subscribing } = this.wanted;
    const { shared, lingerMs } = this.settings;
    const key = `${after === null ? 'live' : 'resumed'} ${upstreamKey(plan, subscribing.operation.variables)}`;
    return shared.findOrOpen(key, this.connection, (onClosed) =>
      this.open(serviceCaller(newUuid()), after, lingerMs, onClosed),
    );
  }
}
