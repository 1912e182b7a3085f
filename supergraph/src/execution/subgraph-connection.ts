import type { ExecutionResult } from 'graphql';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';

/** One operation for one subgraph, as the planner printed it. */
export interface SubgraphOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly identity: OperationIdentity;
  /** The client's own header, passed on only where the gateway signs nothing itself. */
  readonly authorization?: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Until when somebody does, on the clock of `performance.now()`; absent: as long as it takes. */
  readonly deadlineAtMs?: number;
}

/** Who sends a plain HTTP request through the supergraph. */
export interface HttpCaller {
  readonly identity: OperationIdentity;
  /** The client's address as the supergraph saw it. */
  readonly clientAddress: string;
  readonly authorization?: string;
}

/**
 * The one way to a subgraph, in this process or in another. Errors inside results are GraphQLErrors
 * that the subgraph already masked.
 */
export interface SubgraphConnection {
  /** As in the supergraph, e.g. `messaging`. */
  readonly name: string;
  /** @throws {SubgraphUnavailableError} no answer, too late, or not a GraphQL one */
  execute(operation: SubgraphOperation): Promise<ExecutionResult>;
  /**
   * Results in order. A result without `data` is the last one: the subscription was refused or
   * failed. `return()` ends the subgraph's side at once, also while a `next()` is waiting.
   *
   * @throws {SubgraphUnavailableError} from `next()`: the connection was lost, subscribe again
   */
  subscribe(operation: SubgraphOperation): AsyncGenerator<ExecutionResult, void, void>;
  /** @throws {SubgraphUnavailableError} 404 for a path that the subgraph does not serve is a normal answer */
  fetch(request: Request, caller: HttpCaller): Promise<Response>;
  /**
   * The JSON that a POST of JSON to one of its routes is answered with, whatever the status; absent where it would be
   * no cheaper than `fetch`.
   *
   * @throws {SubgraphUnavailableError} no answer, or no JSON
   */
  readonly askJson?: (path: string, body: object, caller: HttpCaller) => Promise<unknown>;
  /** Ends what is open; later calls fail as unavailable. */
  close(): Promise<void>;
}
