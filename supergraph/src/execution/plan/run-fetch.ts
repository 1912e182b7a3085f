import type { ExecutionResult } from 'graphql';
import { copyObject, isJsonObject, isList, type JsonObject } from '../json-object.ts';
import { askInContexts } from './ask-in-contexts.ts';
import type { FetchStep } from './compiled-plan.ts';
import { gatherEntities, type GatheredEntities } from './gather-entities.ts';
import { locate, placesOf } from './locate.ts';
import { placeEntityErrors, placeRootErrors, type ToldBy } from './place-errors.ts';
import type { PlanRun } from './plan-run.ts';

/** @throws what the subgraph did that no subgraph may do */
export async function runFetch(run: PlanRun, step: FetchStep): Promise<void> {
  if (step.represent) await fetchEntities(run, step, step.represent);
  else await fetchRoot(run, step);
}

const toldBy = ({ request: { subgraph }, nameInAnswer }: FetchStep): ToldBy => ({
  name: subgraph,
  nameInAnswer,
});

/** Root fields, at the root or below a field that leads back to it. */
async function fetchRoot(run: PlanRun, step: FetchStep): Promise<void> {
  const [path = []] = step.paths;
  const targets = locate(run.data, path);
  if (targets.length === 0) return;
  const { data, errors = [] } = await run.ask(step.request, usedVariables(run, step));
  if (errors.length > 0)
    run.errors.push(...placeRootErrors(toldBy(step), errors, [...placesOf(run.data, path).values()].flat()));
  if (!isJsonObject(data)) return;
  step.rewriteOutput?.(data);
  for (const [index, target] of targets.entries()) step.merge(target, index === 0 ? data : copyObject(data));
}

async function fetchEntities(
  run: PlanRun,
  step: FetchStep,
  represent: NonNullable<FetchStep['represent']>,
): Promise<void> {
  const gathered = gatherEntities(run.data, step, represent);
  const { representations } = gathered;
  if (representations.length === 0) return;
  const variables = usedVariables(run, step);
  const result = step.readContexts
    ? await askInContexts(run.ask, step.request, variables, gathered)
    : await run.ask(step.request, { ...variables, representations });
  if (result.errors)
    run.errors.push(...placeEntityErrors(toldBy(step), result.errors, () => gathered.places(run.data)));
  const entities = entitiesIn(result, representations.length);
  for (const [index, entity] of entities.entries())
    if (isJsonObject(entity)) mergeEntity(step, gathered, index, entity);
}

/** Where one answer is for entities at several paths, what is asked below them may differ: each has its own. */
function mergeEntity(
  step: FetchStep,
  { targets }: GatheredEntities,
  index: number,
  entity: JsonObject,
): void {
  const groups = (targets[index] ?? []).filter((group) => group.length > 0);
  const copies = groups.map((group, turn) => ({ group, part: turn === 0 ? entity : copyObject(entity) }));
  for (const { group, part } of copies) {
    part['__typename'] ??= group[0]?.['__typename'];
    step.rewriteOutput?.(part);
    if (step.sharesParts) for (const target of group) step.merge(target, part);
    else for (const target of group) step.merge(target, copyObject(part));
  }
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
