import type { ExecutionResult } from 'graphql';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { Wait } from './wait.ts';

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
  /** Says the same, for who can do without a signal; absent: the signal alone says it. */
  readonly wait?: Wait;
  /** Until when somebody does, on the clock of `performance.now()`; absent: as long as it takes. */
  readonly deadlineAtMs?: number;
  /** Told when a mutation leaves for its subgraph: until then it may be dropped. */
  onSent?(): void;
}

/** Who sends a plain HTTP request through the supergraph. */
export interface HttpCaller {
  readonly identity: OperationIdentity;
  /** The client's address as the supergraph saw it. */
  readonly clientAddress: string;
  readonly authorization?: string;
  /** Until when somebody waits for the answer to begin, on the clock of `performance.now()`; absent: as long as it takes. */
  readonly deadlineAtMs?: number;
}

/**
 * The one way to a subgraph, in this process or in another. Errors inside results are GraphQLErrors
 * that the subgraph already masked.
 */
export interface SubgraphConnection {
  /** As in the supergraph, e.g. `messaging`. */
  readonly name: string;
  /** It leads to what an installation added; absent: to a subgraph of ours. */
  readonly isExtension?: boolean;
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
  /** See `read-json.ts`. Absent: over `fetch`, which can do more and costs many times as much. */
  readJson?(path: string, body: unknown, identity: OperationIdentity): Promise<unknown>;
  /** Ends what is open; later calls fail as unavailable. */
  close(): Promise<void>;
}
