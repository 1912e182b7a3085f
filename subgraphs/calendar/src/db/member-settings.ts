import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { sql } from 'drizzle-orm';

export async function findDeclinesWhenBusy(db: ReadDb, memberId: string): Promise<boolean> {
  const { rows } = await db
    .named('calendar.findDeclinesWhenBusy')
    .execute<{ declines: boolean }>(
      sql`select declines_when_busy as declines from calendar.member_settings where member_id = ${memberId}`,
    );
  return rows[0]?.declines ?? false;
}

/** Those of the members who decline when busy, each with their lock: two bookings of one wait. */
export async function lockDecliners(tx: Tx, memberIds: readonly string[]): Promise<string[]> {
  const { rows } = await tx.named('calendar.lockDecliners').execute<{ id: string }>(sql`
    select member_id as id from calendar.member_settings
    where member_id = any(${idList(memberIds)}) and declines_when_busy order by member_id for update`);
  return rows.map(({ id }) => id);
}

export async function saveDeclinesWhenBusy(tx: Tx, memberId: string, declines: boolean): Promise<void> {
  await tx.named('calendar.saveDeclinesWhenBusy').execute(sql`
    insert into calendar.member_settings (member_id, declines_when_busy) values (${memberId}, ${declines})
    on conflict (member_id) do update set declines_when_busy = excluded.declines_when_busy`);
}
