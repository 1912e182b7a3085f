import { isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';

/**
 * Puts what a subgraph answered to what is there: objects grow, lists of the same length grow element by
 * element, and all else is taken from the newcomer. Parts of the newcomer become parts of the target.
 */
export function mergeInto(target: JsonObject, newcomer: JsonObject): void {
  for (const key of Object.keys(newcomer)) {
    const value = newcomer[key];
    if (value !== undefined) put(target, key, merged(own(target, key), value));
  }
}

function merged(present: unknown, newcomer: unknown): unknown {
  if (isJsonObject(present) && isJsonObject(newcomer)) {
    mergeInto(present, newcomer);
    return present;
  }
  if (isList(present) && isList(newcomer) && present.length === newcomer.length) {
    for (const [index, value] of newcomer.entries()) present[index] = merged(present[index], value);
    return present;
  }
  return newcomer;
}
