import { type GraphQLSchema, isInterfaceType } from 'graphql';
import { isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';

/**
 * Puts what a subgraph answered to what is there: objects grow, lists of the same length grow element by
 * element, and all else is taken from the newcomer. Parts of the newcomer become parts of the target.
 */
export type Merge = (target: JsonObject, newcomer: JsonObject) => void;

/** @param schema - of the supergraph */
export function mergeWith(schema: GraphQLSchema): Merge {
  const interfaces = new Set<unknown>(
    Object.values(schema.getTypeMap()).flatMap((type) => (isInterfaceType(type) ? [type.name] : [])),
  );
  /** A subgraph that has an interface as one object knows its name; who said which type it is knows more. */
  const isVaguer = (key: string, present: unknown, newcomer: unknown): boolean =>
    key === '__typename' && typeof present === 'string' && interfaces.has(newcomer);

  function merge(target: JsonObject, newcomer: JsonObject): void {
    for (const key of Object.keys(newcomer)) {
      const value = newcomer[key];
      if (value === undefined) continue;
      const present = own(target, key);
      if (present === undefined) put(target, key, value);
      else if (!isVaguer(key, present, value)) put(target, key, merged(present, value));
    }
  }

  function merged(present: unknown, newcomer: unknown): unknown {
    if (isJsonObject(present) && isJsonObject(newcomer)) {
      merge(present, newcomer);
      return present;
    }
    if (isList(present) && isList(newcomer) && present.length === newcomer.length) {
      for (const [index, value] of newcomer.entries()) present[index] = merged(present[index], value);
      return present;
    }
    return newcomer;
  }

  return merge;
}
