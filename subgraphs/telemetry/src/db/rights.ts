import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Watcher } from '../domain/watcher.ts';

/** True in SQL where the watcher may see a session of this driver; stands in the predicate of every read. */
export const mayWatch = ({ memberId, isInstructor }: Watcher, driverId: SQLWrapper): SQL =>
  isInstructor ? sql`true` : sql`${driverId} = ${memberId}::uuid`;
