import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Access } from './access/access.ts';
import { assertRulesFit, takeAccessRules } from './access/access-rules.ts';
import { Admission } from './access/admit-operation.ts';
import { Door } from './access/door.ts';
import type { GrantsOf } from './access/grants.ts';
import type { FormatError } from './access/public-errors.ts';
import type { TrustedDocuments } from './access/trusted-documents.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import type { Freshness } from './freshness/freshness.ts';
import { createApollo } from './graph/apollo.ts';
import { Graph } from './graph/graph.ts';
import { createOperationRunner } from './graph/run-operation.ts';
import { acceptsEvents } from './http/accepts-events.ts';
import { createGraphQLHandler } from './http/graphql-http.ts';
import { createSseHandler } from './http/graphql-sse.ts';
import { createGraphQLSocket, type GraphQLSocket } from './http/graphql-ws.ts';
import type { TrustedProxies } from './http/trusted-proxies.ts';
import { readCostRules } from './limits/cost-rules.ts';
import type { OperationLimits } from './limits/operation-limits.ts';
import type { PointLimits } from './limits/point-limits.ts';
import type { PointMeter } from './limits/point-meter.ts';
import type { SupergraphMetrics } from './metrics/supergraph-metrics.ts';
import { SubscriptionHub } from './subscriptions/hub.ts';
import { readSubscriptionRules } from './subscriptions/subscription-rules.ts';

/** What the variants of one server have in common. */
export interface VariantOptions {
  readonly connections: readonly SubgraphConnection[];
  readonly access: Access;
  readonly freshness: Freshness;
  readonly meter: PointMeter;
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
  readonly recheckEveryMs?: number | undefined;
}

/** One supergraph served at one path, over every transport. */
export interface Variant {
  readonly door: Door;
  readonly hub: SubscriptionHub;
  readonly socket: GraphQLSocket;
  /** GraphQL over HTTP, and as events for those who accept them. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends sockets and streams. @param spreadMs - milliseconds over which sockets are closed */
  endStreams(spreadMs: number): Promise<void>;
  /** After the last request. */
  close(): Promise<void>;
}

export async function openVariant(supergraph: string, options: VariantOptions): Promise<Variant> {
  const { sdl, rules } = takeAccessRules(supergraph);
  const { connections, freshness, metrics, formatError, log, recheckEveryMs } = options;
  const graph = new Graph({ supergraphSdl: sdl, connections, freshness, metrics });
  assertRulesFit(rules, graph.supergraphSchema);
  const admission = new Admission({
    schema: graph.apiSchema,
    limits: options.limits,
    costs: { rules: readCostRules(sdl), maxPoints: options.points.perOperation },
    rules,
    hidesSchemaFromAnonymous: options.hidesSchemaFromAnonymous,
    trusted: options.documents.texts,
    onRefused: metrics.refused,
  });
  const door = doorTo(admission, options);
  const apollo = createApollo(graph, door, log, metrics);
  await apollo.start();
  const runner = createOperationRunner(graph, formatError, metrics);
  const hub = new SubscriptionHub({
    ...{ graph, connections, freshness, formatError, metrics, rules: readSubscriptionRules(sdl) },
    ...(recheckEveryMs === undefined ? {} : { guardEveryMs: recheckEveryMs }),
  });
  const rechecks = recheckEveryMs === undefined ? {} : { recheckEveryMs };
  const socket = createGraphQLSocket({ door, hub, runner, schema: graph.apiSchema, ...rechecks });
  const [plain, events] = [createGraphQLHandler(door, runner, apollo), createSseHandler(door, hub, runner)];
  return {
    ...{ door, hub, socket },
    serve: (request, response) => (acceptsEvents(request.headers.accept) ? events : plain)(request, response),
    endStreams: async (spreadMs) => {
      await socket.close(spreadMs);
      hub.close();
    },
    close: () => apollo.stop(),
  };
}

function doorTo(admission: Admission, options: VariantOptions): Door {
  const { access, freshness, meter, formatError, proxies, documents, grantsOf, operationNames } = options;
  return new Door({
    ...{ access, admission, freshness, meter, formatError, proxies, documents },
    ...(grantsOf && { grantsOf }),
    ...(operationNames && { operationNames }),
  });
}
