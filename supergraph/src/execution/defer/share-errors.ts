import type { GraphQLError } from 'graphql';
import { isJsonObject, isList, type JsonObject, own } from '../json-object.ts';
import type { ResponsePath } from '../plan/response-path.ts';

/** Whether a place is below another one, or it. */
export const isWithin = (path: ResponsePath | undefined, place: ResponsePath): boolean =>
  path !== undefined && place.every((key, index) => path[index] === key);

/** Whether an answer, null or not, has a value where an error says that something failed. */
export function isAnswered(data: JsonObject | null, path: ResponsePath): boolean {
  let value: unknown = data;
  for (const key of path) {
    if (value === null) return true;
    if (isList(value) && typeof key === 'number') value = value[key];
    else value = isJsonObject(value) ? own(value, String(key)) : undefined;
    if (value === undefined) return false;
  }
  return true;
}

/** Splits errors in those of an answer at a place, and the others. */
export function errorsAt(
  errors: readonly GraphQLError[],
  place: ResponsePath,
  data: JsonObject | null,
): { readonly here: GraphQLError[]; readonly elsewhere: GraphQLError[] } {
  const here: GraphQLError[] = [];
  const elsewhere: GraphQLError[] = [];
  for (const error of errors) {
    const path = error.path ?? undefined;
    const isHere = isWithin(path, place) && isAnswered(data, path?.slice(place.length) ?? []);
    (isHere ? here : elsewhere).push(error);
  }
  return { here, elsewhere };
}
