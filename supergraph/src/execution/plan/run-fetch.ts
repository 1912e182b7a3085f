import { type ExecutionResult, GraphQLError } from 'graphql';
import { copyObject, isJsonObject, isList, type JsonObject } from '../json-object.ts';
import { askInContexts } from './ask-in-contexts.ts';
import type { FetchStep } from './compiled-plan.ts';
import { gatherEntities, type GatheredEntities } from './gather-entities.ts';
import { locate, placesOf } from './locate.ts';
import { placeEntityErrors, placeRootErrors, type ToldBy } from './place-errors.ts';
import type { PlanRun } from './plan-run.ts';

/** What is asked, and what is done with the answer. */
interface Question {
  readonly ask: () => Promise<ExecutionResult>;
  readonly take: (answer: ExecutionResult) => void;
}

/** What the subgraph did that no subgraph may do is in the run's errors, as all that fails. */
export async function runFetch(run: PlanRun, step: FetchStep): Promise<void> {
  try {
    const question = step.represent ? entityQuestion(run, step, step.represent) : rootQuestion(run, step);
    if (question) question.take(await question.ask());
  } catch (error) {
    run.errors.push(failure(error));
  }
}

/** A defect of ours or of the subgraph's; masked at the door like every other. */
function failure(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

const toldBy = ({ request: { subgraph }, nameInAnswer }: FetchStep): ToldBy => ({
  name: subgraph,
  nameInAnswer,
});

/** Root fields, at the root or below a field that leads back to it. */
function rootQuestion(run: PlanRun, step: FetchStep): Question | null {
  const [path = []] = step.paths;
  const targets = locate(run.data, path);
  if (targets.length === 0) return null;
  const take = ({ data, errors = [] }: ExecutionResult): void => {
    if (errors.length > 0)
      run.errors.push(
        ...placeRootErrors(toldBy(step), errors, [...placesOf(run.data, path).values()].flat()),
      );
    if (!isJsonObject(data)) return;
    step.rewriteOutput?.(data);
    for (const [index, target] of targets.entries())
      step.merge(target, index === 0 ? data : copyObject(data));
  };
  return { ask: () => run.ask(step.request, usedVariables(run, step)), take };
}

function entityQuestion(
  run: PlanRun,
  step: FetchStep,
  represent: NonNullable<FetchStep['represent']>,
): Question | null {
  const gathered = gatherEntities(run.data, step, represent);
  const { representations } = gathered;
  if (representations.length === 0) return null;
  const variables = usedVariables(run, step);
  const ask = (): Promise<ExecutionResult> =>
    step.readContexts
      ? askInContexts(run.ask, step.request, variables, gathered)
      : run.ask(step.request, { ...variables, representations });
  const take = (result: ExecutionResult): void => {
    if (result.errors)
      run.errors.push(...placeEntityErrors(toldBy(step), result.errors, () => gathered.places(run.data)));
    const entities = entitiesIn(result, representations.length);
    for (let index = 0; index < entities.length; index += 1) {
      const entity = entities[index];
      if (isJsonObject(entity)) mergeEntity(step, gathered, index, entity);
    }
  };
  return { ask, take };
}

/** Where one answer is for entities at several paths, what is asked below them may differ: each has its own. */
function mergeEntity(
  step: FetchStep,
  { targets }: GatheredEntities,
  index: number,
  entity: JsonObject,
): void {
  const groups = targets[index] ?? [];
  const [only] = groups;
  if (only && groups.length === 1) return mergePart(step, only, entity); // as nearly always
  const filled = groups.filter((group) => group.length > 0);
  const copies = filled.map((group, turn) => ({ group, part: turn === 0 ? entity : copyObject(entity) }));
  for (const { group, part } of copies) mergePart(step, group, part);
}

function mergePart(step: FetchStep, group: readonly JsonObject[], part: JsonObject): void {
  part['__typename'] ??= group[0]?.['__typename'];
  step.rewriteOutput?.(part);
  if (step.sharesParts) for (const target of group) step.merge(target, part);
  else for (const target of group) step.merge(target, copyObject(part));
}

/** @throws when it is no answer to as many representations */
function entitiesIn({ data }: ExecutionResult, count: number): readonly unknown[] {
  if (!isJsonObject(data)) return [];
  const entities = data['_entities'];
  if (!isList(entities)) throw new TypeError('Expected "data._entities" in response to be an array');
  if (entities.length !== count)
    throw new TypeError(`Expected "data._entities" to contain ${count} elements`);
  return entities;
}

function usedVariables({ variables }: PlanRun, { request }: FetchStep): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of request.variableNames)
    if (Object.hasOwn(variables, name) && variables[name] !== undefined) used[name] = variables[name];
  return used;
}
