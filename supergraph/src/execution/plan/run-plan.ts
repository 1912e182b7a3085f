import { GraphQLError } from 'graphql';
import type { Step } from './compiled-plan.ts';
import type { PlanRun } from './plan-run.ts';
import { runFetch } from './run-fetch.ts';

/** Runs a plan to its end; what fails is in the run's errors. */
export async function runPlan(run: PlanRun, step: Step): Promise<void> {
  switch (step.kind) {
    case 'Fetch':
      if (!run.hasLeft())
        await runFetch(run, step).catch((error: unknown) => void run.errors.push(failure(error)));
      return;
    case 'Sequence':
      for (const next of step.steps) await runPlan(run, next);
      return;
    case 'Parallel':
      await Promise.all(step.steps.map((one) => runPlan(run, one)));
      return;
    case 'Awaited':
      await runPlan(run, step.step);
      run.fetched?.(step.id);
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
