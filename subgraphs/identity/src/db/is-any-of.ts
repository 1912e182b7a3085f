import { idList } from '@moim/kit/db/list-parameter.ts';
import { type Column, type SQL, sql } from 'drizzle-orm';

/** One parameter whatever the number of ids: one statement text, one plan. */
export const isAnyOf = (column: Column, ids: readonly string[]): SQL => sql`${column} = any (${idList(ids)})`;
