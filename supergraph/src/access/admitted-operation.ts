import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Withheld } from './withhold.ts';

/** What any transport received; types checked by the transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The client's trace, where its transport has no headers. */
  readonly traceparent?: unknown;
}

/** An operation that may be planned and executed. */
export interface AdmittedOperation extends OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. Subgraphs are sent `variables`, as the client wrote them. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** What the client asked, where some of it is kept from them; null: nothing is. */
  readonly asked: Asked | null;
  /** What it may cost at most; of a subscription, what an event may. */
  readonly points: number;
}

/** An operation as it came, of which less is executed. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly withheld: Withheld;
}
