import { isJsonObject, isList, type JsonObject, own } from '../json-object.ts';
import type { PathStep, ResponsePath } from './response-path.ts';

type Visit = (object: JsonObject, path: ResponsePath) => void;

/** The objects at a plan's path, each once: an object may stand in several places of an answer. */
export function locate(root: JsonObject, path: readonly PathStep[]): JsonObject[] {
  if (path.length === 0) return [root];
  const found = new Set<JsonObject>();
  collect(root, path, 0, found);
  return [...found];
}

function collect(value: unknown, path: readonly PathStep[], depth: number, found: Set<JsonObject>): void {
  const step = path[depth];
  if (step === undefined) {
    if (isJsonObject(value)) found.add(value);
    else if (isList(value)) for (const element of value) collect(element, path, depth, found);
    return;
  }
  if (step.field === null) {
    if (isList(value))
      for (const element of value) if (fits(element, step)) collect(element, path, depth + 1, found);
    return;
  }
  if (!isJsonObject(value)) return;
  const next = own(value, step.field);
  if (fits(next, step)) collect(next, path, depth + 1, found);
}

/**
 * The same with what each object is in: itself, the object around it, and so on to the root. Where the answer has
 * places of their own for equal objects, see {@link FetchStep.sharesParts}, each object is in one place.
 */
export function locateWithin(root: JsonObject, path: readonly PathStep[]): JsonObject[][] {
  const found: JsonObject[][] = [];
  collectWithin(root, path, [], found);
  return found;
}

function collectWithin(
  value: unknown,
  path: readonly PathStep[],
  around: readonly JsonObject[],
  found: JsonObject[][],
): void {
  const [step, ...rest] = path;
  if (isList(value) && (step === undefined || step.field === null)) {
    for (const element of value)
      if (step === undefined || fits(element, step))
        collectWithin(element, step === undefined ? path : rest, around, found);
    return;
  }
  if (!isJsonObject(value)) return;
  const ancestors = [value, ...around];
  if (step === undefined) found.push(ancestors);
  else if (step.field !== null) {
    const next = own(value, step.field);
    if (fits(next, step)) collectWithin(next, rest, ancestors, found);
  }
}

const fits = (value: unknown, { types }: PathStep): boolean =>
  types === null || (isJsonObject(value) && types.has(String(value['__typename'])));

/** Every place of every object at a plan's path, for who has to say where something failed. */
export function placesOf(root: JsonObject, path: readonly PathStep[]): Map<JsonObject, ResponsePath[]> {
  const places = new Map<JsonObject, ResponsePath[]>();
  visit(root, path, [], (object, place) => {
    const known = places.get(object);
    if (known) known.push(place);
    else places.set(object, [place]);
  });
  return places;
}

function visit(value: unknown, path: readonly PathStep[], place: ResponsePath, found: Visit): void {
  const [step, ...rest] = path;
  if (isList(value) && (step === undefined || step.field === null)) {
    const left = step === undefined ? path : rest;
    for (const [index, element] of value.entries())
      if (step === undefined || fits(element, step)) visit(element, left, [...place, index], found);
    return;
  }
  if (!isJsonObject(value)) return;
  if (step === undefined) found(value, place);
  else if (step.field !== null) {
    const next = own(value, step.field);
    if (fits(next, step)) visit(next, rest, [...place, step.field], found);
  }
}
