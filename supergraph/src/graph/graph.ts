import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import {
  ApolloGateway,
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
  type ServiceMap,
} from '@apollo/gateway';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { ConnectionDataSource } from './connection-data-source.ts';
import { type SupergraphMetrics, supergraphMetrics } from '../metrics/supergraph-metrics.ts';
import { planCache } from './plan-cache.ts';
import { plannerConfig } from './planner-limits.ts';
import { type GatewayLogger, standInRequestContext } from './request-context.ts';
import { silenceGatewayTelemetry } from './silence-telemetry.ts';

export interface GraphOptions {
  readonly supergraphSdl: string;
  readonly connections: readonly SubgraphConnection[];
  readonly freshness: Freshness;
  readonly log: Logger;
  readonly metrics?: SupergraphMetrics;
}

/** An operation to plan: valid for the API schema. */
export interface PlannableOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

/**
 * One supergraph, loaded: what clients may ask, how it is planned, and how a plan is executed. The
 * gateway executes queries and mutations for Apollo Server; plans of our own (events, guards) run
 * on the same stock executor.
 */
export class Graph {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** With every field of every subgraph. */
  readonly supergraphSchema: GraphQLSchema;
  readonly gateway: ApolloGateway;
  readonly #internalApiSchema: Schema;
  readonly #planner: QueryPlanner;
  readonly #services: ServiceMap;
  readonly #logger: GatewayLogger;

  constructor({ supergraphSdl, connections, freshness, log, metrics = supergraphMetrics() }: GraphOptions) {
    silenceGatewayTelemetry();
    this.#logger = quiet(log);
    const supergraph = Supergraph.build(supergraphSdl);
    this.#internalApiSchema = supergraph.apiSchema();
    this.apiSchema = this.#internalApiSchema.toGraphQLJSSchema();
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    this.#planner = new QueryPlanner(supergraph, plannerConfig);
    this.#services = dataSources(supergraph, connections, freshness);
    this.gateway = new ApolloGateway({
      supergraphSdl,
      buildService: ({ name }) => this.#service(name),
      queryPlannerConfig: { ...plannerConfig, cache: planCache(metrics) },
      serviceHealthCheck: false,
      logger: this.#logger,
      __exposeQueryPlanExperimental: false,
    });
  }

  plan({ document, operationName }: PlannableOperation): QueryPlan {
    const options = operationName ? { operationName } : {};
    return this.#planner.buildQueryPlan(operationFromDocument(this.#internalApiSchema, document, options));
  }

  /**
   * Runs a plan for an operation. Errors are as the subgraphs gave them, not yet masked.
   *
   * @param context - reaches every data source; carries the caller
   * @param extraServices - data sources beside the subgraphs
   */
  async execute(
    plan: QueryPlan,
    { document, operationName }: PlannableOperation,
    variables: Readonly<Record<string, unknown>>,
    context: Readonly<Record<string, unknown>>,
    extraServices: ServiceMap = {},
  ): Promise<ExecutionResult> {
    return executeQueryPlan(
      plan,
      { ...this.#services, ...extraServices },
      standInRequestContext({ schema: this.apiSchema, document, variables, context, logger: this.#logger }),
      buildOperationContext({
        schema: this.apiSchema,
        operationDocument: document,
        ...(operationName ? { operationName } : {}),
      }),
      this.supergraphSchema,
      this.#internalApiSchema,
    );
  }

  #service(name: string): GraphQLDataSource {
    const service = this.#services[name];
    if (!service) throw new Error(`no connection for the subgraph "${name}"`);
    return service;
  }
}

/** @throws when the supergraph names a subgraph that nobody connected */
function dataSources(
  supergraph: Supergraph,
  connections: readonly SubgraphConnection[],
  freshness: Freshness,
): ServiceMap {
  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  return Object.fromEntries(
    [...supergraph.subgraphsMetadata()].map(({ name }) => {
      const connection = byName.get(name);
      if (!connection)
        throw new Error(`The supergraph needs the subgraph "${name}", which is not connected.`);
      return [name, new ConnectionDataSource(connection, freshness)];
    }),
  );
}

/** Its notes at start are of no use to an operator; its warnings are. */
function quiet(log: Logger): GatewayLogger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => log.warn(message),
    error: (message) => log.error(message),
  };
}
