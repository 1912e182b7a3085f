import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { DecidedOperation } from './decided-operations.ts';
import type { Withheld } from './withhold.ts';

/** What comes with a document, whichever way that is named. */
interface RequestParameters {
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The client's trace, where its transport has no headers. */
  readonly traceparent?: unknown;
  /** The token of what the client has seen, beside what its transport says of it; see `seen-token.ts`. */
  readonly seen?: string;
  /** Under which a mutation is done once, however often it is sent. */
  readonly idempotencyKey?: string;
}

/** What any transport received; types checked by the transport. */
export interface ReceivedOperation extends RequestParameters {
  /** A text of the client's own, or the identifier of one that is known here. */
  readonly document: { readonly query: string } | { readonly documentId: string };
}

/** The same with its text, which the client may send. */
export interface OperationRequest extends RequestParameters {
  readonly query: string;
  /** SHA-256 of the text, where it is known already. */
  readonly queryKey?: string;
}

/** An operation that may be planned and executed. */
export interface AdmittedOperation extends OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. Subgraphs are sent `variables`, as the client wrote them. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** What the client asked, where some of it is kept from them; null: nothing is. */
  readonly asked: Asked | null;
  /** `document` and `operation`, where they are what decided conditions left; absent: nothing had to be decided. */
  readonly decided?: DecidedOperation;
  /** What it may cost at most; of a subscription, what an event may. */
  readonly points: number;
}

/** An operation as it came, of which less is executed. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly withheld: Withheld;
}
