import { expect, it } from 'vitest';
import { atMost } from './at-most.ts';

const never = new Promise(() => undefined);

it.each<[string, number, Promise<unknown>]>([
  ['what is done by then', 600_000, Promise.resolve()],
  ['the time, where it is not', 1, never],
])('waits for %s', async (_, ms, work) => {
  expect(await atMost(ms, work)).toBeUndefined();
});

it('tells what failed by then', async () => {
  await expect(atMost(600_000, Promise.reject(new Error('lost')))).rejects.toThrow('lost');
});
