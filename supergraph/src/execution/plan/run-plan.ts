import { type ExecutionResult, GraphQLError } from 'graphql';
import type { JsonObject } from '../json-object.ts';
import type { Step, SubgraphRequest } from './compiled-plan.ts';
import { runFetch } from './run-fetch.ts';

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
  /** Aborted when nobody waits for the answer any more: what has not been asked is not asked. */
  readonly signal: AbortSignal | null;
}

/** Runs a plan to its end; what fails is in the run's errors. */
export async function runPlan(run: PlanRun, step: Step): Promise<void> {
  switch (step.kind) {
    case 'Fetch':
      if (!run.signal?.aborted)
        await runFetch(run, step).catch((error: unknown) => void run.errors.push(failure(error)));
      return;
    case 'Sequence':
      for (const next of step.steps) await runPlan(run, next);
      return;
    case 'Parallel':
      await Promise.all(step.steps.map((one) => runPlan(run, one)));
      return;
    case 'Condition': {
      const branch = run.conditions.get(step.variable) ? step.ifTrue : step.ifFalse;
      if (branch) await runPlan(run, branch);
    }
  }
}

/** A defect of ours or of the subgraph's; masked at the door like every other. */
function failure(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}
