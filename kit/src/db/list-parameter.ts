import { sql, type SQL } from 'drizzle-orm';

/** Types of PostgreSQL of which lists are sent. */
export type ListOf = 'uuid' | 'text' | 'integer' | 'bigint' | 'smallint' | 'boolean' | 'timestamptz';

/**
 * Any number of values as one parameter, so that the text of a statement never depends on their count, and its plan
 * does not either: an array that PostgreSQL can look into it counts, takes the plan for this one list for better than
 * the one for all lists and plans anew each time, which takes longer than most statements run. Into the answer of a
 * subquery it cannot look.
 */
export const listParameter = (values: readonly unknown[], of: ListOf): SQL => {
  const list = sql.raw(`${of}[]`);
  return sql`(select ${sql.param(values)}::${list})::${list}`;
};

/** Any number of ids as one parameter, see {@link listParameter}. */
export const idList = (ids: readonly string[]): SQL => listParameter(ids, 'uuid');
