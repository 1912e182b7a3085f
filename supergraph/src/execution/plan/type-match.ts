import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { JsonObject } from '../json-object.ts';

/** Whether an object is of a type, by the `__typename` that a subgraph gave it; null: it gave none. */
export type TypeMatch = (object: JsonObject) => boolean | null;

/** @param schema - of the supergraph: an interface object's `__typename` is an interface */
export function matchType(schema: GraphQLSchema, condition: string): TypeMatch {
  const known = new Map<string, boolean>([[condition, true]]);
  return (object) => {
    const typename = object['__typename'];
    if (typeof typename !== 'string') return null;
    const verdict = known.get(typename) ?? isSubtype(schema, condition, typename);
    // The names that a subgraph makes up are not remembered: there is no end of them.
    if (schema.getType(typename)) known.set(typename, verdict);
    return verdict;
  };
}

function isSubtype(schema: GraphQLSchema, condition: string, typename: string): boolean {
  const abstract = schema.getType(condition);
  const type = schema.getType(typename);
  if (!isAbstractType(abstract)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type);
}
