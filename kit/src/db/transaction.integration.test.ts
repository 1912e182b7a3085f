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

describe('a part of a transaction', () => {
  const value = async (tx: Tx) => {
    const { rows } = await tx
      .named('ledger.read')
      .execute(sql`select current_setting('ledger.value', true) as value`);
    return rows[0]?.['value'];
  };
  /** Undone with the part of the transaction that set it. */
  const set = (tx: Tx, to: string) =>
    tx.named('ledger.write').execute(sql`select set_config('ledger.value', ${to}, true)`);

  it('that fails is undone, with its hooks, and the rest is not', async () => {
    const hooks: string[] = [];
    const seen = await stage.database.write.transaction(async (tx) => {
      await set(tx, 'whole');
      const failed = tx.part(async (inner) => {
        await set(inner, 'part');
        inner.afterCommit(() => hooks.push('of the failed part'));
        await inner.named('ledger.divide').execute(sql`select 1 / 0`);
      });
      await expect(failed).rejects.toThrow();
      await tx.part(async (inner) => inner.afterCommit(() => hooks.push('of the other part')));
      expect(hooks).toEqual([]);
      return value(tx);
    });
    expect([seen, hooks]).toEqual(['whole', ['of the other part']]);
  });

  it('goes with the whole', async () => {
    const hooks: string[] = [];
    const whole = stage.database.write.transaction(async (tx) => {
      await tx.part(async (inner) => inner.afterCommit(() => hooks.push('never')));
      throw new Error('after all');
    });
    await expect(whole).rejects.toThrow('after all');
    expect(hooks).toEqual([]);
  });

  it('may ask several things at once: they are sent one by one', async () => {
    const answers = await stage.database.write.transaction(async (tx) => {
      await set(tx, 'shared');
      return Promise.all([value(tx), tx.part((inner) => value(inner)), value(tx)]);
    });
    expect(answers).toEqual(['shared', 'shared', 'shared']);
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
