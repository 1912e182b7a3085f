import { KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { expect, it } from 'vitest';
import { Freshness } from './freshness.ts';

/** As it is in the middle of a day: nothing was forgotten lately. */
async function settledStore(): Promise<MemoryKeyValueStore> {
  const keyValue = new MemoryKeyValueStore();
  await keyValue.set('position-epoch', '0', 86_400_000);
  return keyValue;
}

const at = (lsn: string, cluster = '7') => ({ cluster, lsn });

it('demands nothing of who wrote nothing, and of nobody', async () => {
  const freshness = new Freshness({ keyValue: await settledStore() });
  expect([await freshness.demandOf('minji'), await freshness.demandOf(null)]).toEqual([
    { atLeast: {} },
    { atLeast: {} },
  ]);
});

it('demands what the member wrote, also through another process', async () => {
  const keyValue = await settledStore();
  const [here, there] = [new Freshness({ keyValue }), new Freshness({ keyValue })];
  await here.wrote('minji', at('0/200'));
  expect(await there.demandOf('minji')).toEqual({ atLeast: { 7: '0/200' } });
  expect(await there.demandOf('jun')).toEqual({ atLeast: {} });
});

it('keeps the later of two positions of a database, and one of each database', async () => {
  const freshness = new Freshness({ keyValue: await settledStore() });
  await freshness.wrote('minji', at('1/0'));
  await freshness.wrote('minji', at('0/FFFFFFFF'));
  await freshness.wrote('minji', at('0/5', '8'));
  expect(await freshness.demandOf('minji')).toEqual({ atLeast: { 7: '1/0', 8: '0/5' } });
});

it('demands what a live event told of, for a minute', async () => {
  const clock = { ms: 0 };
  const freshness = new Freshness({ keyValue: await settledStore(), now: () => clock.ms });
  freshness.told('minji', at('0/200'));
  expect(await freshness.demandOf('minji')).toEqual({ atLeast: { 7: '0/200' } });
  clock.ms = 60_000;
  expect(await freshness.demandOf('minji')).toEqual({ atLeast: {} });
});

it('sends everybody to the primary for ten seconds when the store was away', async () => {
  const clock = { ms: 0 };
  const store = await settledStore();
  const away = { isAway: true };
  const keyValue = {
    get: async (key: string) => {
      if (away.isAway) throw new KeyValueUnavailableError();
      return store.get(key);
    },
    set: (key: string, value: string, ttlMs: number) => store.set(key, value, ttlMs),
    setIfAbsent: store.setIfAbsent.bind(store),
    increment: (key: string, ttlMs: number) => store.increment(key, ttlMs),
    pour: store.pour.bind(store),
    delete: (key: string) => store.delete(key),
    close: () => store.close(),
  };
  const freshness = new Freshness({ keyValue, now: () => clock.ms });
  expect(await freshness.demandOf('minji')).toBe('primary');
  away.isAway = false;
  clock.ms = 9_999;
  expect(await freshness.demandOf('minji')).toBe('primary');
  clock.ms = 10_000;
  expect(await freshness.demandOf('minji')).toEqual({ atLeast: {} });
});

it('sends everybody to the primary until what a flushed store forgot has been replayed', async () => {
  const clock = { ms: 100_000 };
  const now = () => clock.ms;
  const keyValue = new MemoryKeyValueStore({ nowMs: now });
  const open = () => new Freshness({ keyValue, now, today: now });
  const [here, there] = [open(), open()];
  expect(await here.demandOf('minji')).toBe('primary');
  clock.ms += 5_999;
  expect(await there.demandOf('jun')).toBe('primary');
  clock.ms += 1;
  expect([await here.demandOf('minji'), await there.demandOf('jun')]).toEqual([
    { atLeast: {} },
    { atLeast: {} },
  ]);
  await keyValue.delete('position-epoch');
  expect(await there.demandOf('jun')).toBe('primary');
});

it('adds what a client has seen, and believes nothing of a database that it does not know', async () => {
  const freshness = new Freshness({ keyValue: await settledStore() });
  await freshness.wrote('jun', at('0/100'));
  expect(await freshness.demandOf('minji', { 7: '0/200' })).toEqual({ atLeast: { 7: '0/200' } });
  expect(await freshness.demandOf('jun', { 7: '0/5' })).toEqual({ atLeast: { 7: '0/100' } });
  expect(await freshness.demandOf('minji', { 8: '0/1' })).toBe('primary');
  expect(await freshness.demandOf(null, { none: '0/0' })).toBe('primary');
});
