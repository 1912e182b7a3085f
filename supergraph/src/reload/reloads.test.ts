import { beforeEach, expect, it, vi } from 'vitest';
import { openHere } from '../planning/plan-here.ts';
import type { Prepared } from '../variant.ts';
import { Connected } from './connected.ts';
import { type Preparing, Reloads } from './reloads.ts';

/** What was done with which path, in order. */
let done: string[];
beforeEach(() => (done = []));

const variantAt = (path: string): Preparing => ({
  supergraph: `${path} as it is`,
  prepare: async (supergraph): Promise<Prepared> => {
    done.push(`${path} loads`);
    if (supergraph === 'broken') throw new Error(`${path} cannot be served`);
    return {
      turnTo: async () => void done.push(`${path} serves ${supergraph}`),
      discard: async () => void done.push(`${path} discarded`),
    };
  },
});

const log = { info: vi.fn(), error: vi.fn() };
const reloads = () => {
  const variants = new Map(['/a', '/b'].map((path) => [path, variantAt(path)]));
  return new Reloads(variants, new Connected([]), log, () => openHere);
};

it('loads one after another, lets others run in between, and turns to all at once', async () => {
  const reloading = reloads().reload(new Map([['/a', 'next']]), []);
  setImmediate(() => done.push('somebody else'));
  await reloading;
  expect(done).toEqual(['/a loads', 'somebody else', '/b loads', '/a serves next', '/b serves /b as it is']);
});

it('turns to none where one cannot be served, says why, and goes on with the next', async () => {
  const both = reloads();
  await expect(both.reload(new Map([['/b', 'broken']]), [])).rejects.toThrow('/b cannot be served');
  expect(done).toEqual(['/a loads', '/b loads', '/a discarded']);
  await both.reload(new Map(), []);
  expect(done.slice(-2)).toEqual(['/a serves /a as it is', '/b serves /b as it is']);
});

it('turns to nothing once it was stopped, and puts away what it was loading', async () => {
  const stopped = reloads();
  const loading = stopped.reload(new Map([['/a', 'next']]), []);
  const waiting = stopped.reload(new Map(), []);
  setImmediate(() => stopped.stop());
  await expect(loading).rejects.toThrow('the server stops');
  await expect(waiting).rejects.toThrow('the server stops');
  expect(done).toEqual(['/a loads', '/a discarded']);
});
