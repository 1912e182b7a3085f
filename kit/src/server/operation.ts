import type { DocumentNode } from 'graphql';
import type { OperationIdentity } from '../auth/viewer.ts';

/** One operation for a subgraph; the document is parsed and valid for its schema. */
export interface SubgraphOperation {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly identity: OperationIdentity;
}
