import { expect, it } from 'vitest';
import { coalesced } from './coalesced.ts';

it('asks again for who came while it was asking, and once for all of them', async () => {
  let asked = 0;
  const ask = coalesced(async () => (asked += 1));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 2, 2]);
});

it('is not stopped by a failure', async () => {
  let asked = 0;
  const ask = coalesced(async () => {
    asked += 1;
    if (asked === 1) throw new Error('away');
    return asked;
  });
  expect(await Promise.allSettled([ask(), ask()])).toEqual([
    { status: 'rejected', reason: new Error('away') },
    { status: 'fulfilled', value: 2 },
  ]);
});
