import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { OperationIdentity } from '../auth/viewer.ts';
import { withinBounds } from '../deadline/operation-bounds.ts';
import type { ObserveOperation } from '../metrics/operation-metrics.ts';
import { executeOperation } from './execute-operation.ts';
import { observeOperation } from './observe-operation.ts';
import type { SubgraphOperation } from './operation.ts';
import { type IncomingRoute, routeTo } from './route-table.ts';
import type { Services } from './services.ts';
import { subscribeToOperation } from './subscribe-to-operation.ts';
import type { Subgraph } from './subgraph.ts';
import { answerOnce } from '../idempotency/answer-once.ts';
import { answerWithPosition, isMutation } from './written-position.ts';

/** A subgraph with what it needs to run: the same for the HTTP server and for calls in process. */
export interface HostedSubgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly subgraph: Subgraph;
  readonly services: Services;
  /** A fresh context; loaders live as long as it does. */
  readonly contextFor: (identity: OperationIdentity) => object;
  /** Queries and mutations. Errors in the result are masked. */
  readonly execute: (operation: SubgraphOperation) => Promise<ExecutionResult>;
  /** A stream of masked results, or one result when the subscription is refused. */
  readonly subscribe: (
    operation: SubgraphOperation,
  ) => Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult>;
  /** Told of what a server executes by itself; what the host executes it tells itself. */
  readonly observe: ObserveOperation;
  /** Null when no route of the subgraph has this method and path. */
  readonly handleRoute: (incoming: IncomingRoute) => Promise<Response | null>;
}

/** @param observe - is told of each operation that was answered */
export function hostSubgraph(
  subgraph: Subgraph,
  services: Services,
  observe: ObserveOperation = () => undefined,
): HostedSubgraph {
  const contextWith = (own: Services) => (identity: OperationIdentity) =>
    subgraph.context(servicesFor(own, identity), identity);
  const contextFor = contextWith(services);
  const target = { schema: subgraph.schema, contextFor, services };
  return {
    name: subgraph.name,
    schema: subgraph.schema,
    subgraph,
    services,
    contextFor,
    observe,
    execute: (operation) => {
      const isChange = isMutation(operation.document, operation.operationName);
      const run = async () => {
        if (!isChange) return executeOperation(target, operation);
        const result = await answerOnce(subgraph.name, services, operation, (within) =>
          executeOperation({ ...target, contextFor: contextWith(within) }, operation),
        );
        return answerWithPosition(result, services, operation.identity.requestId);
      };
      return withinBounds(operation.bounds, isChange, () =>
        observeOperation(subgraph.name, operation, run, observe),
      );
    },
    subscribe: (operation) =>
      observeOperation(subgraph.name, operation, () => subscribeToOperation(target, operation), observe),
    handleRoute: routeTo(subgraph.routes, services),
  };
}

/** An operation reads where it was told to; what is not an operation reads the primary. */
function servicesFor(services: Services, { reads = 'primary' }: OperationIdentity): Services {
  const { db } = services;
  if (!db.replicated || reads === 'primary') return services;
  return { ...services, db: { ...db, read: db.replicated.reading(reads) } };
}
