import { describe, expect, it } from 'vitest';
import { paceBatch } from './pace.ts';
import type { Lag, Replicated } from '../database.ts';

const unused = (): never => {
  throw new Error('a batch asks for the lag alone');
};

/** Says one lag after the other, the last for good, and counts the questions. */
function replicasAt(...lags: readonly (Lag | null)[]) {
  let asked = 0;
  const lag = (): Lag | null => lags[Math.min(asked++, lags.length - 1)] ?? null;
  const replicated: Replicated = { reading: unused, position: unused, positionAt: unused, lag };
  return { replicated, asked: () => asked };
}

const near: Lag = { lagMs: 900, lagBytes: 1_000 };

describe('a batch', () => {
  it.each([
    ['late', { lagMs: 1_001, lagBytes: 0 }],
    ['short of bytes', { lagMs: 0, lagBytes: 4 * 1024 * 1024 + 1 }],
  ])('waits while a replica is too %s, and no longer', async (_, far) => {
    const { replicated, asked } = replicasAt(far, far, near);
    await paceBatch({ replicated });
    expect(asked()).toBe(3);
  });

  it('goes on at once without replicas, or when none answers', async () => {
    await paceBatch({});
    const { replicated, asked } = replicasAt(null);
    await paceBatch({ replicated });
    expect(asked()).toBe(1);
  });

  it('goes on when a replica is stuck', async () => {
    const { replicated, asked } = replicasAt({ lagMs: 60_000, lagBytes: 0 });
    await paceBatch({ replicated }, 150);
    expect(asked()).toBeGreaterThan(1);
  });
});
