import { type GraphQLField, type GraphQLOutputType, getNullableType, isListType } from 'graphql';
import type { ListSize } from './cost-rules.ts';

/** Entries of a list about whose size nothing is known. */
export const assumedListSize = 10;

/** What Relay's connections call their arguments, and their lists. */
const relay: ListSize = {
  assumedSize: null,
  slicingArguments: ['first', 'last'],
  sizedFields: ['edges', 'nodes'],
};

/** What a field says of lists: of its own, and of those within what it returns. */
export interface Sized {
  /** How often what it returns is there; 1 for what is no list. */
  readonly times: number;
  /** Sizes of fields of what it returns, by name. */
  readonly within: ReadonlyMap<string, number>;
}

const nothingWithin: ReadonlyMap<string, number> = new Map();

/**
 * The size of what a field returns, by `@listSize`, else as Relay's paging arguments say.
 *
 * @param given - the arguments with defaults; empty where they could not be read
 * @param fromParent - what the field around it said; null for nothing
 */
export function sizeOf(
  { type, args }: GraphQLField<unknown, unknown>,
  given: Readonly<Record<string, unknown>>,
  rule: ListSize | undefined,
  fromParent: number | null,
): Sized {
  const { assumedSize, slicingArguments, sizedFields } = rule ?? relay;
  const asked = slicingArguments.flatMap((name) => sizeIn(given[name]));
  const isPaged = rule !== undefined || args.some(({ name }) => slicingArguments.includes(name));
  const said = asked.length > 0 ? Math.max(...asked) : assumedSize;
  if (isList(type)) return { times: fromParent ?? said ?? assumedListSize, within: nothingWithin };
  if (!isPaged) return { times: 1, within: nothingWithin };
  const size = said ?? assumedListSize;
  return { times: 1, within: new Map(sizedFields.map((name) => [name, size])) };
}

/** A negative size is the resolver's to refuse, and costs nothing. */
const sizeIn = (value: unknown): number[] => (typeof value === 'number' ? [Math.max(0, value)] : []);

const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type));
