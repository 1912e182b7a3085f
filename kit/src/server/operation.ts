import type { DocumentNode } from 'graphql';
import type { OperationIdentity } from '../auth/viewer.ts';
import type { OperationBounds } from '../deadline/operation-bounds.ts';

/** One operation for a subgraph; the document is parsed and valid for its schema. */
export interface SubgraphOperation {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly identity: OperationIdentity;
  /** Absent: it takes as long as it takes. */
  readonly bounds?: OperationBounds;
}
