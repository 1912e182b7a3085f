import { listParameter } from '@moim/kit/db/list-parameter.ts';
import type { SQL } from 'drizzle-orm';

/** Any number of ids as one parameter. */
export const idList = (ids: readonly string[]): SQL => listParameter(ids, 'uuid');
