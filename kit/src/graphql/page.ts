import { InvalidInputError } from '../errors/domain-error.ts';

/** Relay's paging arguments as a resolver gets them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** What a named query needs: `size` rows from one end, between two exclusive keys. */
export interface Page {
  /** 1 to 100. */
  readonly size: number;
  /** `forward` counts from the start of the list, `backward` from its end. */
  readonly direction: 'forward' | 'backward';
  readonly after: string | null;
  readonly before: string | null;
}

export const maxPageSize = 100;

/**
 * Reads Relay's arguments; cursors are decoded to the keys that `encodeCursor` was given.
 *
 * @throws {InvalidInputError} naming the argument: both or out-of-range sizes, an unreadable cursor
 */
export function toPage({ first, after, last, before }: PageArguments, defaultSize = 20): Page {
  if (first != null && last != null)
    throw new InvalidInputError('last', 'Ask for `first` or `last`, not both.');
  return {
    size: size(first, 'first') ?? size(last, 'last') ?? defaultSize,
    direction: last == null ? 'forward' : 'backward',
    after: decodeCursor(after, 'after'),
    before: decodeCursor(before, 'before'),
  };
}

function size(value: number | null | undefined, field: string): number | null {
  if (value == null) return null;
  if (value < 1 || value > maxPageSize)
    throw new InvalidInputError(field, `A page has 1 to ${maxPageSize} entries.`);
  return value;
}

/** An opaque cursor for a key that sorts the list. */
export const encodeCursor = (key: string): string => Buffer.from(`k:${key}`).toString('base64url');

function decodeCursor(cursor: string | null | undefined, field: string): string | null {
  if (cursor == null) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('k:') || encodeCursor(text.slice(2)) !== cursor)
    throw new InvalidInputError(field, 'This is not a cursor of this list.');
  return text.slice(2);
}

/** A Relay connection's value. */
export interface Connection<Node> {
  readonly edges: { cursor: string; node: Node }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/**
 * Builds the connection from `rows` in list order, of which the query read one more than
 * `page.size` where there was one (at the far end: last when forward, first when backward).
 */
export function toConnection<Row, Node = Row>(
  rows: readonly Row[],
  page: Page,
  keyOf: (row: Row) => string,
  nodeOf: (row: Row) => Node,
): Connection<Node> {
  const hasMore = rows.length > page.size;
  const isForward = page.direction === 'forward';
  const kept = !hasMore ? rows : isForward ? rows.slice(0, page.size) : rows.slice(1);
  const edges = kept.map((row) => ({ cursor: encodeCursor(keyOf(row)), node: nodeOf(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: isForward ? hasMore : page.before !== null,
      hasPreviousPage: isForward ? page.after !== null : hasMore,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
