import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Reader } from '../domain/access.ts';

/** True in SQL where the reader may see the policy; stands in the predicate of every read. */
export function mayRead({ memberId, isHandler }: Reader, holderId: SQLWrapper): SQL {
  return sql`(${isHandler}::boolean or ${holderId} = ${memberId}::uuid)`;
}
