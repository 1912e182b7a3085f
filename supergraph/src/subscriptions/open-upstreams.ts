import type { ExecutionResult } from 'graphql';
import { here, within } from '@moim/kit/trace/span.ts';
import type { Caller } from '../graph/caller.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { Generation, Variables } from './generation.ts';
import type { Pacing } from './pacing.ts';
import type { RingBounds } from './ring.ts';
import { pick } from './sharing-keys.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';
import { Upstream } from './upstream.ts';

export interface UpstreamSettings {
  readonly metrics?: SupergraphMetrics;
  readonly bounds?: RingBounds;
  readonly pacing?: Pacing;
}

export interface Opening {
  readonly generation: Generation;
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly caller: Caller;
  readonly after: number | null;
  /** Milliseconds that it outlives its last reader. */
  readonly lingerMs: number;
  /** It takes the place of one that was read before. */
  readonly isContinued: boolean;
  readonly onClosed?: () => void;
}

/** Everything that is open at the subgraphs, shared or not. */
export class OpenUpstreams {
  readonly #settings: UpstreamSettings;
  readonly #all = new Set<Upstream>();

  constructor(settings: UpstreamSettings) {
    this.#settings = settings;
  }

  get counts(): { readonly upstreams: number; readonly queuedBytes: number } {
    const queuedBytes = [...this.#all].reduce((sum, { ring }) => sum + ring.bytes, 0);
    return { upstreams: this.#all.size, queuedBytes };
  }

  open(opening: Opening): Upstream {
    const { metrics, ...settings } = this.#settings;
    // What the upstream holds must not hold the supergraph that it was opened under: it may outlive many.
    const { after, lingerMs, isContinued, onClosed } = opening;
    const { cursorPath } = opening.plan.upstream;
    const opened: Upstream = new Upstream({
      ...settings,
      ...{ after, lingerMs, isContinued },
      open: opener(opening),
      cursorOf: cursorPath && ((result) => cursorIn(result, cursorPath)),
      onClosed: () => {
        this.#all.delete(opened);
        onClosed?.();
      },
      ...(metrics ? { onGap: metrics.missed } : {}),
    });
    this.#all.add(opened);
    return opened;
  }
}

/** Subscribes at the subgraph, in the trace of whoever asked for it. */
function opener({ generation, plan, variables, caller: { identity, authorization } }: Opening) {
  const connection = generation.connectionTo(plan.subgraph);
  const { query, variableNames, resumeVariable } = plan.upstream;
  const used = pick(variables, variableNames);
  const asked = here();
  return (after: number | null) =>
    within(asked, () =>
      connection.subscribe({
        query,
        variables: resumeVariable !== null && after !== null ? { ...used, [resumeVariable]: after } : used,
        identity,
        ...(authorization ? { authorization } : {}),
      }),
    );
}

function cursorIn({ data }: ExecutionResult, [field, cursor]: readonly [string, string]): number | null {
  const event: unknown = data?.[field];
  if (typeof event !== 'object' || event === null || !(cursor in event)) return null;
  const value: unknown = Reflect.get(event, cursor);
  return typeof value === 'number' ? value : null;
}
