import type { FetchDataKeyRenamer, FetchNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { isJsonObject, isList, type JsonObject, own } from '../json-object.ts';
import type { PlanContext } from './plan-context.ts';
import { matchType } from './type-match.ts';

/**
 * By variable, what the arguments of a fetch have from the contexts that an entity is in. `undefined`: it is not
 * known, or is null and may not be; what would need it is not asked for.
 */
export type Contexts = Readonly<Record<string, unknown>>;

/** @param ancestors - the entity, the object that it is in, and so on to the root of the answer */
export type ReadContexts = (ancestors: readonly JsonObject[]) => Contexts;

/** `undefined`: not known; {@link elsewhere}: it is of another alternative; {@link unset}: nor is its context here. */
type ReadValue = (ancestors: readonly JsonObject[]) => unknown;

const elsewhere = Symbol('a type of another alternative');
const unset = Symbol('set by another type');
const up = '..';
const typePrefix = '... on ';

/** Null for a fetch without arguments of `@fromContext`. */
export function compileContexts(
  context: PlanContext,
  { contextRewrites = [], operation }: FetchNode,
): ReadContexts | null {
  if (contextRewrites.length === 0) return null; // nearly always
  const required = requiredByVariable(parse(operation, { noLocation: true }));
  const byVariable = Map.groupBy(
    contextRewrites.filter(({ renameKeyTo }) => required.has(renameKeyTo)),
    ({ renameKeyTo }) => renameKeyTo,
  );
  if (byVariable.size === 0) return null;
  const all = [...byVariable].map(([variable, rewrites]) => ({
    ...{ variable, isRequired: required.get(variable) ?? false },
    alternatives: rewrites.map((rewrite) => compileValue(context, rewrite)),
  }));
  return (ancestors) => {
    const contexts: Record<string, unknown> = {};
    for (const { variable, isRequired, alternatives } of all) {
      const value = firstOf(alternatives, ancestors);
      contexts[variable] = isRequired && value === null ? undefined : value;
    }
    return contexts;
  };
}

/** The variables of an operation; true: null is not taken. */
function requiredByVariable(operation: DocumentNode): ReadonlyMap<string, boolean> {
  const required = new Map<string, boolean>();
  visit(operation, {
    VariableDefinition: ({ variable, type }) =>
      void required.set(variable.name.value, type.kind === Kind.NON_NULL_TYPE),
  });
  return required;
}

/** Not known where none of a fetch's alternatives sets the context: another fetch, of another part, asks for that. */
function firstOf(alternatives: readonly ReadValue[], ancestors: readonly JsonObject[]): unknown {
  let isSet = false;
  for (const read of alternatives) {
    const value = read(ancestors);
    if (value !== elsewhere && value !== unset) return value;
    isSet ||= value === elsewhere;
  }
  return isSet ? null : undefined;
}

/** @param rewrite - e.g. `['..', '..', '... on Shop', 'currency']`: two objects up, there the currency */
function compileValue(context: PlanContext, { path }: FetchDataKeyRenamer): ReadValue {
  const levels = levelsOf({ path });
  const read = compileSteps(context, path.slice(levels));
  const isSetBy = setterIn(context, path[levels]);
  return (ancestors) => (isSetBy(ancestors[levels]) ? read(ancestors[levels]) : unset);
}

/** Whether an object is of the type that sets the context, where the planner names it. */
function setterIn({ schema }: PlanContext, step = ''): (object: JsonObject | undefined) => boolean {
  if (!step.startsWith(typePrefix)) return () => true;
  const isOfType = matchType(schema, step.slice(typePrefix.length));
  return (object) => !object || (isOfType(object) ?? true);
}

/** How many objects above the entity the context is set. */
export function levelsOf({ path }: Pick<FetchDataKeyRenamer, 'path'>): number {
  const levels = path.findIndex((element) => element !== up);
  return levels === -1 ? path.length : levels;
}

/** The fields that lead from where the context is set to the value. */
export const fieldsOf = ({ path }: Pick<FetchDataKeyRenamer, 'path'>): string[] =>
  path.filter((element) => element !== up && !element.startsWith(typePrefix));

function compileSteps(context: PlanContext, steps: readonly string[]): (value: unknown) => unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return (value) => value;
  const next = compileSteps(context, rest);
  const take = step.startsWith(typePrefix)
    ? narrowed(context, step.slice(typePrefix.length), next)
    : (object: JsonObject) => next(own(object, step));
  return function read(value: unknown): unknown {
    if (isList(value)) return listOf(value.map(read));
    return isJsonObject(value) ? take(value) : value;
  };
}

function narrowed({ schema }: PlanContext, type: string, next: (value: unknown) => unknown) {
  const isOfType = matchType(schema, type);
  return (object: JsonObject): unknown => ((isOfType(object) ?? true) ? next(object) : elsewhere);
}

const listOf = (values: unknown[]): unknown => (values.includes(undefined) ? undefined : values);
