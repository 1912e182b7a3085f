import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, somebody, type Stage } from '../testing/stage.ts';
import { pruneAccessLog } from './prune-access-log.ts';
import { searchPolicies } from './search-policies.ts';
import { verifyAccessLog } from './verify-access-log.ts';

let stage: Stage;
const cx = somebody('CX');

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.setNow(0));

const look = () => searchPolicies(stage.services, cx, { search: '김민수', first: 50 });

/** What only whoever owns the database can do. */
async function asOwner(sql: string): Promise<void> {
  const client = new Client({ connectionString: stage.adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe('the access log', () => {
  it('is whole after many at once', async () => {
    for (let index = 0; index < 5; index += 1) await stage.insure();
    await Promise.all(Array.from({ length: 8 }, look));
    const [row] = await stage.rows<{ count: number }>('select count(*)::int from insurance.access_entries');
    expect(row?.count).toBe(5 + 8 * 5);
    expect(await verifyAccessLog(stage.services)).toEqual([]);
  });

  it.each([
    ['update', `update insurance.access_entries set reason = 'nothing happened'`],
    ['delete', 'delete from insurance.access_entries'],
    ['delete a day', 'delete from insurance.access_days'],
  ])('refuses to %s', async (_, sql) => {
    await stage.insure();
    await expect(stage.rows(sql)).rejects.toThrow('only added to');
  });

  it('may not be emptied by the role that we run as', async () => {
    await expect(stage.rows('truncate insurance.access_entries')).rejects.toThrow(/denied/);
  });

  it('shows which day somebody tampered with who could', async () => {
    await stage.insure();
    const trigger = 'access_entries_are_for_ever';
    await asOwner(`alter table insurance.access_entries disable trigger ${trigger};
      update insurance.access_entries set actor_role = 'SYSTEM' where day = '2026-11-21' and number = 2;
      alter table insurance.access_entries enable trigger ${trigger}`);
    expect(await verifyAccessLog(stage.services)).toEqual(['2026-11-21']);
  });

  it('lets go of whole days that were kept for as long as they must, and of nothing younger', async () => {
    const daysBefore = (days: number) => -days * 24 * 60;
    stage.setNow(daysBefore(3 * 365));
    await stage.insure();
    const [old] = await stage.rows<{ day: string }>(
      'select min(day)::text as day from insurance.access_days',
    );
    stage.setNow(0);
    expect(await pruneAccessLog(stage.services)).toBe(1);
    const days = await stage.rows<{ day: string }>('select day::text from insurance.access_days');
    expect(days.map(({ day }) => day)).toEqual(['2026-11-21']);
    expect(old?.day).toBe('2023-11-22');
    expect(await pruneAccessLog(stage.services)).toBe(0);
  });
});
