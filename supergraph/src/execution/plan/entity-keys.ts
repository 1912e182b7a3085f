import type { JsonObject } from '../json-object.ts';

/** By subgraph and type, e.g. `rooms Room`, the fields of each key by which the subgraph finds it. */
export type EntityKeys = ReadonlyMap<string, readonly ReadonlySet<string>[]>;

/**
 * Whether a subgraph can find an entity by what it is told. The planner forgets the key of a type sometimes,
 * where it asks for nothing of that type but looks at all of an interface.
 */
export function identifies(keys: EntityKeys, subgraph: string, representation: JsonObject): boolean {
  const typename = representation['__typename'];
  if (typeof typename !== 'string') return false;
  const known = keys.get(`${subgraph} ${typename}`) ?? [];
  return known.some((key) => [...key].every((field) => representation[field] !== undefined));
}
