import type { FetchStep, Step } from './compiled-plan.ts';
import type { PlanRun } from './plan-run.ts';
import { runFetch } from './run-fetch.ts';

/** Runs a plan to its end; what fails is in the run's errors. */
export function runPlan(run: PlanRun, step: Step): Promise<void> {
  if (step.kind !== 'Fetch') return runSteps(run, step);
  return run.hasLeft() ? nothing : runFetch(run, step);
}

const nothing = Promise.resolve();

async function runSteps(run: PlanRun, step: Exclude<Step, FetchStep>): Promise<void> {
  switch (step.kind) {
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
