import type { GraphQLError } from 'graphql';
import type { JsonObject } from '../json-object.ts';
import type { AskSubgraph } from '../plan/plan-run.ts';
import type { ResponsePath } from '../plan/response-path.ts';
import type { ExecutedOperation } from '../prepared-operation.ts';
import type { Violation } from '../shape/completion.ts';
import type { Defer } from './label-defers.ts';

export interface DeferredExecution {
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly ask: AskSubgraph;
  /** True when nobody waits for the rest any more. */
  readonly hasLeft: () => boolean;
}

/** What comes later, for one place of the answer. */
export interface Patch {
  readonly defer: Defer;
  readonly path: ResponsePath;
  /** Null where a null went all the way up to the deferred fragment. */
  readonly data: JsonObject | null;
  readonly errors: readonly GraphQLError[];
  /** With whole paths. */
  readonly violations: readonly Violation[];
}

/** What a client is told of an operation. */
export type Answered = Pick<ExecutedOperation, 'data' | 'errors'>;

/** First the answer without what is deferred, then patches, each for what was sent before it. */
export type Delivery =
  | { readonly kind: 'initial'; readonly answer: ExecutedOperation; readonly hasNext: boolean }
  | { readonly kind: 'patches'; readonly patches: readonly Patch[]; readonly hasNext: boolean };
