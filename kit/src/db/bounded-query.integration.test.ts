import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withinBounds } from '../deadline/operation-bounds.ts';
import { toPublicError } from '../errors/public-error.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

let test: TestDatabase;
beforeAll(async () => void (test = await createTestDatabase({ subgraph: 'sample' })));
afterAll(() => test.close());

const sleep = async () => await test.database.read.named('sample.sleep').execute(sql`select pg_sleep(60)`);
const one = async () => await test.database.read.named('sample.one').execute(sql`select 1`);
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => toPublicError(error)?.code,
  );
/** Those of this test that run at the server. */
const running = async () => {
  const { rows } = await test.pools.write.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where query like '%sample.sleep%' and state = 'active' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.n;
};
const afterMs = (ms: number) => performance.now() + ms;

describe('a query of an operation', () => {
  it('is cancelled at the server when its client leaves, and leaves the connection as it was', async () => {
    const leaving = new AbortController();
    const asking = codeOf(withinBounds({ signal: leaving.signal }, false, sleep));
    await expect.poll(running).toBe(1);
    const [before] = await backends();
    leaving.abort();
    expect(await asking).toBe('TIMED_OUT');
    expect(await running()).toBe(0);
    expect(await backends()).toContain(before);
  });

  it('is cancelled at the server when the time is up', async () => {
    expect(await codeOf(withinBounds({ deadlineAtMs: afterMs(200) }, false, sleep))).toBe('TIMED_OUT');
    expect(await running()).toBe(0);
  });

  it.each([
    ['whose time is up', { deadlineAtMs: afterMs(-1) }],
    ['whose client has left', { signal: AbortSignal.abort() }],
  ])('%s is not sent', async (_, bounds) => {
    expect(await codeOf(withinBounds(bounds, false, sleep))).toBe('TIMED_OUT');
  });

  it('has all the time that there is', async () => {
    const bounds = { deadlineAtMs: afterMs(60_000), signal: new AbortController().signal };
    expect(await codeOf(withinBounds(bounds, false, one))).toBeNull();
  });

  it('that outlives its operation is bound by nothing', async () => {
    let later: Promise<unknown> = Promise.resolve();
    await withinBounds({ signal: AbortSignal.abort() }, false, async () => {
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() => codeOf(one()));
    });
    expect(await later).toBeNull();
  });
});

describe('a mutation', () => {
  it('reads to the end although its client has left', async () => {
    const bounds = { signal: AbortSignal.abort() };
    expect(await codeOf(withinBounds(bounds, true, one))).toBeNull();
  });

  it('begins no transaction when its time is up, and ends the one that it has begun', async () => {
    const write = () =>
      test.database.write.transaction(async (tx) => {
        await tx.named('sample.wait').execute(sql`select pg_sleep(0.1)`);
      });
    expect(await codeOf(withinBounds({ deadlineAtMs: afterMs(-1) }, true, write))).toBe('TIMED_OUT');
    expect(await codeOf(withinBounds({ deadlineAtMs: afterMs(50) }, true, write))).toBeNull();
  });
});

async function backends(): Promise<number[]> {
  const { rows } = await test.pools.read.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'sample' order by (state = 'active' and query like '%pg_sleep%') desc, pid`,
  );
  return rows.map(({ pid }) => pid);
}
