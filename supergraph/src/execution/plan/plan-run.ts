import type { ExecutionResult, GraphQLError } from 'graphql';
import type { JsonObject } from '../json-object.ts';
import type { SubgraphRequest } from './compiled-plan.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Asks one subgraph. An outage is an answer too, with errors and without data.
 *
 * @param variables - those of the request, and `representations`
 */
export type AskSubgraph = (request: SubgraphRequest, variables: Variables) => Promise<ExecutionResult>;

/** One execution of a plan. */
export interface PlanRun {
  /** Grows with each answer. */
  readonly data: JsonObject;
  /** As the subgraphs gave them, at their places in the client's answer. */
  readonly errors: GraphQLError[];
  /** As the client gave them. */
  readonly variables: Variables;
  /** The values of the variables that `@skip` and `@include` name. */
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly ask: AskSubgraph;
  /** True when nobody waits for the answer any more: what has not been asked is not asked. */
  readonly hasLeft: () => boolean;
  /** Told of each fetch that deferred parts wait for, once its answer is in `data`, whatever it is. */
  readonly fetched?: (id: string) => void;
}
