import { parse } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { planHere } from '../planning/plan-here.ts';
import { TookTooMuch, TooComplex } from '../planning/planning-errors.ts';
import { fixtureSupergraph } from '../testing/fixture.ts';
import { operationIn } from './operation-in.ts';
import { PlanCache, type Planned } from './plan-cache.ts';
import { Preparer } from './preparer.ts';

let cache: PlanCache;
let nowMs: number;
let planned: number;
let lookups: boolean[];
beforeEach(() => {
  planned = 0;
  lookups = [];
  nowMs = 0;
  const metrics = {
    askedForPlan: (isKnown: boolean) => void lookups.push(isKnown),
    planned: () => void (planned += 1),
  };
  cache = new PlanCache(metrics, () => nowMs);
});

const preparer = new Preparer(planHere(fixtureSupergraph).facts);
const document = parse('{ people { id } }');
const operation = operationIn(document, undefined);
const other = operationIn(parse('{ people { name } }'), undefined);
const plan = (): Planned => ({
  prepared: preparer.prepare({ document, operationName: undefined }, undefined),
  characters: 10,
  seconds: 0.1,
});

function fail(error: Error): never {
  throw error;
}

describe.each([
  ['here', (error: Error) => fail(error)],
  ['elsewhere', (error: Error) => Promise.reject(error)],
])('planned %s', (_, failing) => {
  /** How often it was tried, asked three times. */
  async function triesWith(error: Error): Promise<number> {
    let tries = 0;
    const ask = async () =>
      cache.get(operation, () => {
        tries += 1;
        return failing(error);
      });
    for (let times = 0; times < 3; times += 1) await expect(ask()).rejects.toThrow(error);
    return tries;
  }

  it('what is too complex is not tried again', async () => {
    expect(await triesWith(new TooComplex())).toBe(1);
  });

  it('what took too long is, a minute later', async () => {
    expect(await triesWith(new TookTooMuch('time'))).toBe(1);
    nowMs = 60_000;
    expect(cache.get(operation, plan)).toBeDefined();
  });

  it('what failed for another reason is', async () => {
    expect(await triesWith(new Error('broken'))).toBe(3);
  });
});

describe('what is planned elsewhere', () => {
  it('is planned once for all who ask meanwhile, and there at once for who asks later', async () => {
    const { promise, resolve } = Promise.withResolvers<Planned>();
    const asked = [1, 2, 3].map(async () => cache.get(operation, () => promise));
    const another = cache.get(other, plan);
    resolve(plan());
    const prepared = await Promise.all(asked);
    expect(new Set(prepared).size).toBe(1);
    expect(cache.get(operation, plan)).toBe(prepared[0]);
    expect(another).not.toBe(prepared[0]);
    expect({ planned, lookups }).toEqual({ planned: 2, lookups: [false, false, false, false, true] });
  });

  it('counts all who waited for it', async () => {
    const { promise, resolve } = Promise.withResolvers<Planned>();
    const expecting = cache.expect(operation, () => promise);
    const asked = [1, 2, 3].map(() => cache.get(operation, () => promise));
    for (const _ of [1, 2]) void cache.get(other, plan);
    resolve(plan());
    await Promise.all([expecting, ...asked]);
    expect([...cache.uses()]).toEqual([
      [other, 2],
      [operation, 3],
    ]);
  });

  it('is asked anew when it has failed', async () => {
    const asked = [1, 2].map(async () => cache.get(operation, () => Promise.reject(new Error('lost'))));
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(cache.get(operation, plan)).not.toBeInstanceOf(Promise);
  });
});
