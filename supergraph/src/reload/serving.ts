import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { assertRulesFit, takeAccessRules } from '../access/access-rules.ts';
import type { Access } from '../access/access.ts';
import type { BoundKeys } from '../access/bound-keys.ts';
import { Admission } from '../access/admit-operation.ts';
import { DecidedOperations } from '../access/decided-operations.ts';
import { Door } from '../access/door.ts';
import type { GrantsOf } from '../access/grants.ts';
import type { FormatError } from '../access/public-errors.ts';
import type { TrustedDocuments } from '../access/trusted-documents.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { createApollo } from '../graph/apollo.ts';
import { Graph } from '../graph/graph.ts';
import { createOperationRunner } from '../graph/run-operation.ts';
import { createGraphQLHandler } from '../http/graphql-http.ts';
import type { StreamServing } from '../http/stream-serving.ts';
import type { ReaderLimits } from '../http/write-chunk.ts';
import type { TrustedProxies } from '../http/trusted-proxies.ts';
import { readCostRules } from '../limits/cost-rules.ts';
import type { EffortMeter } from '../limits/effort-meter.ts';
import type { OperationLimits } from '../limits/operation-limits.ts';
import type { PointLimits } from '../limits/point-limits.ts';
import type { PointMeter } from '../limits/point-meter.ts';
import type { Served } from '../limits/served.ts';
import type { Turnstile } from '../limits/turnstile.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';
import type { OpenPlanning, Planning } from '../planning/planning.ts';
import { Generation } from '../subscriptions/generation.ts';
import type { SubscriptionHub } from '../subscriptions/hub.ts';
import type { Streams } from '../subscriptions/run-entered.ts';
import { readSubscriptionRules } from '../subscriptions/subscription-rules.ts';
import { Leases } from './leases.ts';

/** What the supergraphs of one server are served with. */
export interface ServingOptions {
  readonly access: Access;
  readonly freshness: Freshness;
  readonly meter: PointMeter;
  readonly effort: EffortMeter;
  readonly turnstile: Turnstile;
  readonly served: Served;
  readonly points: PointLimits;
  readonly limits: OperationLimits;
  readonly proxies: TrustedProxies;
  readonly metrics: SupergraphMetrics;
  readonly formatError: FormatError;
  readonly log: Logger;
  readonly hidesSchemaFromAnonymous: boolean;
  readonly grantsOf?: GrantsOf | undefined;
  readonly operationNames?: ReadonlySet<string> | undefined;
  readonly documents: TrustedDocuments;
  readonly keys?: BoundKeys | undefined;
  readonly deadlineMs?: number | undefined;
  readonly overrideLabels?: ReadonlySet<string> | undefined;
  /** Milliseconds in which a client takes something in. */
  readonly stalledMs?: number | undefined;
}

/** One supergraph, loaded, with all that a request begun with it ends with. */
export interface Serving extends StreamServing {
  readonly graph: Graph;
  readonly admission: Admission;
  readonly generation: Generation;
  /** GraphQL over HTTP. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** After the last request. */
  close(): Promise<void>;
}

/**
 * @param openPlanning - where its operations are planned
 * @throws where it is no supergraph, or names a subgraph that is not connected
 */
export async function loadServing(
  supergraph: string,
  connections: readonly SubgraphConnection[],
  options: ServingOptions,
  hub: SubscriptionHub,
  openPlanning: OpenPlanning,
): Promise<Serving> {
  const { sdl, rules } = takeAccessRules(supergraph);
  const planning = await openPlanning(sdl);
  try {
    return await serve({ sdl, rules, planning }, connections, options, hub);
  } catch (error) {
    await planning.close();
    throw error;
  }
}

interface Read extends ReturnType<typeof takeAccessRules> {
  readonly planning: Planning;
}

async function serve(
  { sdl, rules, planning }: Read,
  connections: readonly SubgraphConnection[],
  options: ServingOptions,
  hub: SubscriptionHub,
): Promise<Serving> {
  const { freshness, metrics, formatError, log } = options;
  const graph = new Graph({
    ...{ supergraphSdl: sdl, planning, connections, freshness, metrics },
    deadlineMs: options.deadlineMs,
    overrideLabels: options.overrideLabels,
    trusted: new Set(options.documents.texts),
  });
  assertRulesFit(rules, graph.supergraphSchema);
  const admission = new Admission({
    schema: graph.apiSchema,
    limits: options.limits,
    costs: { rules: readCostRules(sdl), maxPoints: options.points.perOperation },
    rules,
    hidesSchemaFromAnonymous: options.hidesSchemaFromAnonymous,
    trusted: options.documents.texts,
    decided: DecidedOperations.of(sdl),
    onRefused: metrics.refused,
  });
  const door = doorTo(admission, options);
  const leases = new Leases();
  const generation = new Generation({
    ...{ graph, connections, formatError, leases, rules: readSubscriptionRules(sdl) },
    readmit: (entered) => door.readmit(entered),
  });
  const streams: Streams = {
    subscribe: (entered, credential, deadline) => hub.subscribe(generation, entered, credential, deadline),
  };
  const runner = createOperationRunner(graph, formatError, metrics, leases, options.served);
  const apollo = createApollo(graph, door, log, metrics);
  await apollo.start();
  const plain = createGraphQLHandler(door, runner, apollo, readerLimits(options));
  return {
    ...{ door, runner, streams, leases, graph, admission, generation },
    answer: (request, response) => leases.during(() => plain(request, response)),
    close: async () => {
      await apollo.stop();
      await graph.close();
    },
  };
}

/** Of those who are sent more than one message. */
export const readerLimits = ({ stalledMs, metrics }: ServingOptions): ReaderLimits => ({
  stalledMs,
  onStalled: metrics.slow,
});

function doorTo(admission: Admission, options: ServingOptions): Door {
  const { access, freshness, meter, effort, turnstile, formatError } = options;
  const { proxies, documents, grantsOf, operationNames, keys } = options;
  return new Door({
    ...{ access, admission, freshness, meter, effort, turnstile, formatError, proxies, documents },
    ...(grantsOf && { grantsOf }),
    ...(operationNames && { operationNames }),
    ...(keys && { keys }),
  });
}
