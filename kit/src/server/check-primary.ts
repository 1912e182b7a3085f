import { sql } from 'drizzle-orm';
import type { WriteDb } from '../db/database.ts';

/** True when the primary answers; throws or hangs no longer than the pool's own limits. */
export async function checkPrimary(db: WriteDb): Promise<boolean> {
  await db.named('kit.checkPrimary').execute(sql`select 1`);
  return true;
}
