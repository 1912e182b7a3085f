import type { FormattedExecutionResult } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { serviceCaller } from '../graph/caller.ts';
import type { Outcome, Reader } from './outcome.ts';
import { type Continued, PlannedSource, type SourceSettings, type Wanted } from './planned-source.ts';
import type { RingEntry } from './ring.ts';
import { findCatchUp, joinPipe, type PipeSeat, type SharedUpstream } from './shared-upstreams.ts';
import { pipeKey, upstreamKey } from './sharing-keys.ts';
import type { Upstream } from './upstream.ts';

const nobody: Reader = { isWaiting: false, wake: () => undefined };

/** An upstream for all who ask for the same events; and where nothing depends on who asks, one result. */
export class SharedSource extends PlannedSource {
  override readonly isShared = true;
  override readonly isTold: boolean;
  #shared: SharedUpstream | undefined;
  #seat: PipeSeat | undefined;
  /** The cursor of the last event that others may have been told of before he had seen what he says. */
  #toldOthers: number | null = null;
  #reader: Reader = nobody;

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    super(settings, wanted, continued);
    this.isTold = wanted.plan.isResultShared;
    if (continued?.keepsUpstream && continued.source instanceof SharedSource && continued.source.#shared)
      this.#sit(continued.source.#shared);
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
    const isShared = this.isTold && !isToldAnew;
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
