import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPublicError } from '../errors/public-error.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Tx } from './database.ts';

let stage: TestDatabase;
beforeAll(async () => {
  stage = await createTestDatabase({ subgraph: 'ledger' });
});
afterAll(() => stage.close());

/** Advisory locks deadlock like rows do, and need no table. */
const lock = (tx: Tx, key: number) =>
  tx.named('ledger.lock').execute(sql`select pg_advisory_xact_lock(${key})`);

describe('two transactions that wait for each other', () => {
  it('both commit: the one that the server undid is run again', async () => {
    const bothHold = Promise.withResolvers<void>();
    let holders = 0;
    let runs = 0;
    const takeInOrder = (first: number, second: number) =>
      stage.database.write.transaction(async (tx) => {
        runs += 1;
        await lock(tx, first);
        holders += 1;
        if (holders === 2) bothHold.resolve();
        await bothHold.promise;
        await lock(tx, second);
        return first;
      });
    expect(await Promise.all([takeInOrder(1, 2), takeInOrder(2, 1)])).toEqual([1, 2]);
    expect(runs).toBe(3);
  });
});

describe('a transaction that fails for a reason of its own', () => {
  it('is run once', async () => {
    let runs = 0;
    const failing = stage.database.write.transaction(async (tx) => {
      runs += 1;
      await tx.named('ledger.divide').execute(sql`select 1 / 0`);
    });
    await expect(failing).rejects.toThrow();
    expect(runs).toBe(1);
  });
});

describe('a transaction whose server goes away', () => {
  it('asks to be tried again', async () => {
    const cutOff = stage.database.write.transaction((tx) =>
      tx.named('ledger.cutOff').execute(sql`select pg_terminate_backend(pg_backend_pid())`),
    );
    const failure: unknown = await cutOff.catch((error: unknown) => error);
    expect(toPublicError(failure)).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryable: true });
  });
});
