import { isJsonObject, type JsonObject, own, put } from '../json-object.ts';
import { bubble, type Complete, placeBelow, violate, type Violations } from './completion.ts';

/** One field of an answer. */
export interface ShapedField {
  /** Where it is in what the subgraphs answered. */
  readonly key: string;
  /** What the client calls it. */
  readonly responseName: string;
  readonly complete: Complete;
}

/** Makes an object of the fields, in their order. */
export function completeFields(
  fields: readonly ShapedField[],
): (source: JsonObject, violations: Violations) => unknown {
  const read = fields.some(({ key }) => key in Object.prototype) ? own : readAny;
  const write = fields.some(({ responseName }) => responseName === '__proto__') ? put : writeAny;
  return (source, violations) => {
    const completed: JsonObject = {};
    for (const { key, responseName, complete } of fields) {
      const since = violations.length;
      const value = complete(read(source, key), violations);
      if (violations.length > since) placeBelow(violations, since, responseName);
      if (value === bubble) return bubble;
      write(completed, responseName, value);
    }
    return completed;
  };
}

const readAny = (source: JsonObject, key: string): unknown => source[key];

function writeAny(object: JsonObject, key: string, value: unknown): void {
  object[key] = value;
}

/**
 * An object of a type that is known from the schema. A subgraph that says otherwise is wrong.
 *
 * @param typenames - what it may say; null: anything
 */
export function completeObject(
  typenames: ReadonlySet<unknown> | null,
  fields: readonly ShapedField[],
): Complete {
  const complete = completeFields(fields);
  return (value, violations) => {
    if (!isJsonObject(value)) return refuse(violations, 'This is no object.');
    const said = value['__typename'];
    if (typenames !== null && said !== undefined && !typenames.has(said))
      return refuse(violations, wrongType);
    return complete(value, violations);
  };
}

/**
 * An object of a type that its `__typename` says.
 *
 * @param fieldsOf - null: the API schema has no such type here, or may not show it
 * @param unresolved - for an object that said nothing
 */
export function completeAbstract(
  fieldsOf: (typename: string) => readonly ShapedField[] | null,
  unresolved: () => readonly ShapedField[] | null,
): Complete {
  const byType = new Map<string, ReturnType<typeof completeFields>>();
  const without = lazy(() => completing(unresolved()));
  const find = (typename: unknown) => {
    if (typename === undefined || typename === null) return without();
    if (typeof typename !== 'string') return null;
    const known = byType.get(typename);
    const complete = known ?? completing(fieldsOf(typename));
    if (complete && !known) byType.set(typename, complete);
    return complete;
  };
  return (value, violations) => {
    if (!isJsonObject(value)) return refuse(violations, 'This is no object.');
    const complete = find(value['__typename']);
    return complete ? complete(value, violations) : refuse(violations, wrongType);
  };
}

const wrongType = 'This is of a type that it cannot have.';

const completing = (fields: readonly ShapedField[] | null) => fields && completeFields(fields);

function refuse(violations: Violations, message: string): typeof bubble {
  violate(violations, message);
  return bubble;
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
