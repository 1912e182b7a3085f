import type { Probe } from './probes.ts';

/** What one answer gave away. */
export interface Seen {
  /** Coordinates with at least one value. */
  readonly coordinates: ReadonlySet<string>;
  /** The secrets that occur anywhere in it, errors included. */
  readonly secrets: ReadonlySet<string>;
}

/** Looks through the whole answer to a probe. */
export function lookThrough(probe: Probe, body: unknown, secrets: readonly string[]): Seen {
  const coordinates = new Set<string>();
  const keys = probe.path.split(':')[0]?.split('.') ?? [];
  for (const object of objectsAt(dataOf(body), probe.leaves.size === 1 && keys.length === 1 ? [] : keys))
    for (const [key, coordinate] of probe.leaves) if (hasValue(object[key])) coordinates.add(coordinate);
  const text = JSON.stringify(body);
  return { coordinates, secrets: new Set(secrets.filter((secret) => text.includes(secret))) };
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function dataOf(body: unknown): unknown {
  return isObject(body) ? body['data'] : null;
}

/** All objects behind the keys, through lists. */
function objectsAt(value: unknown, keys: readonly string[]): Json[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => objectsAt(item, keys));
  if (!isObject(value)) return [];
  const [key, ...rest] = keys;
  return key === undefined ? [value] : objectsAt(value[key], rest);
}

function hasValue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}
