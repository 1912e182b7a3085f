import type { ExecutionResult } from 'graphql';
import type { SubgraphOperation } from './subgraph-connection.ts';

/** How a subgraph in another process streams; what `SubgraphConnection.subscribe` promises. */
export interface SubgraphStreams {
  subscribe(operation: SubgraphOperation): AsyncGenerator<ExecutionResult, void, void>;
  close(): Promise<void>;
}
