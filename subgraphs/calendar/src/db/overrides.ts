import type { ReadDb, Tx } from '@moim/kit/db/database.ts';
import { idList } from '@moim/kit/db/list-parameter.ts';
import { eq, sql } from 'drizzle-orm';
import type { Override } from '../domain/event.ts';
import { overrides } from './tables.ts';

export type OverrideRow = typeof overrides.$inferSelect;

export function findOverrides(db: ReadDb, eventIds: readonly string[]): Promise<OverrideRow[]> {
  return db
    .named('calendar.findOverrides')
    .select()
    .from(overrides)
    .where(sql`${overrides.eventId} = any(${idList(eventIds)})`)
    .orderBy(overrides.recurrenceWall);
}

/** These and no others are the overrides of the event from now on. */
export async function replaceOverrides(tx: Tx, eventId: string, replacements: readonly Override[]) {
  await tx.named('calendar.deleteOverrides').delete(overrides).where(eq(overrides.eventId, eventId));
  if (replacements.length === 0) return;
  await tx
    .named('calendar.insertOverrides')
    .insert(overrides)
    .values(replacements.map((each) => ({ ...each, eventId })));
}
