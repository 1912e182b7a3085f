export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** What is inherited is nobody's answer: a client may call a field `constructor`. */
export function own(object: JsonObject, key: string): unknown {
  const value = object[key];
  return value === undefined || Object.hasOwn(object, key) ? value : undefined;
}

/** Sets an own property also where the name is `__proto__`, which a client may call a field as well. */
export function put(object: JsonObject, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Of what JSON can say; a value that others read too is copied before it is merged into. */
export function copyJson(value: unknown): unknown {
  if (isList(value)) return value.map(copyJson);
  return isJsonObject(value) ? copyObject(value) : value;
}

export function copyObject(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key of Object.keys(object)) put(copy, key, copyJson(object[key]));
  return copy;
}
