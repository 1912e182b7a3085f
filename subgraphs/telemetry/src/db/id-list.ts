import { sql, type SQL } from 'drizzle-orm';

/** Any number of ids as one parameter, so that the statement's text never depends on their count. */
export const idList = (ids: readonly string[]): SQL => sql`${sql.param(ids)}::uuid[]`;
