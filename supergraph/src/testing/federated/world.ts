/** Something that a world has: its fields, some of them functions of their arguments. */
export interface Thing {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** Reads another field of the same thing, or one below it: `read('price', { currency: 'EUR' })`. */
export type Read = (path: string, args?: Arguments) => unknown;

/** A field that is made of others; a subgraph takes those that it marks `@external` from what it was told. */
export type Compute = (read: Read, args: Arguments) => unknown;

/**
 * One set of data behind several subgraphs, and behind one schema that is all of them: what a supergraph must
 * answer is what the whole would answer by itself.
 */
export interface World {
  /** SDL by subgraph, without the federation header. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** All things that can be found by a key, and the root types. */
  readonly things: readonly Thing[];
  /** By `Type.field`. */
  readonly computed?: Readonly<Record<string, Compute>>;
  /** `subgraph Type.field` that would answer something old: another subgraph has taken the field over. */
  readonly stale?: readonly string[];
}

export const worldHeader = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key"
        "@requires"
        "@provides"
        "@external"
        "@shareable"
        "@interfaceObject"
        "@override"
        "@inaccessible"
        "@extends"
        "@context"
        "@fromContext"
      ]
    )
`;

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a thing answers, computed or not. */
export function valueOf(world: World, thing: Thing, field: string, args: Arguments): unknown {
  const compute = world.computed?.[`${thing.__typename}.${field}`];
  if (compute) return compute((path, given = {}) => readPath(world, thing, path, given), args);
  const value = Object.hasOwn(thing, field) ? thing[field] : undefined;
  return typeof value === 'function' ? Reflect.apply(value, undefined, [args]) : value;
}

/** @param args - of the last field of the path */
export function readPath(world: World, thing: Thing, path: string, args: Arguments): unknown {
  const [first = '', ...rest] = path.split('.');
  const value = valueOf(world, thing, first, rest.length === 0 ? args : {});
  return rest.length > 0 && isThing(value) ? readPath(world, value, rest.join('.'), args) : value;
}
