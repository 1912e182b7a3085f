import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import type { Payer } from './payers.ts';
import { PointMeter } from './point-meter.ts';
import { RateLimited } from './rate-limited.ts';

const ann: Payer = { id: 'member:ann', times: 1 };
const bob: Payer = { id: 'member:bob', times: 1 };
/** Holds as much as one and a half viewers. */
const app: Payer = { id: 'app:crm', times: 1.5 };

let nowMs: number;
let meter: PointMeter;
function open(): PointMeter {
  const keyValue = new MemoryKeyValueStore({ nowMs: () => nowMs });
  const limits = { perOperation: 100, bucket: 100, perSecond: 10 };
  return new PointMeter({ keyValue, limits, onRefused: () => undefined });
}
beforeEach(() => {
  nowMs = 0;
  meter = open();
});

const refusalOf = async (charging: Promise<unknown>): Promise<RateLimited> => {
  const thrown: unknown = await charging.catch((error: unknown) => error);
  if (thrown instanceof RateLimited) return thrown;
  throw new Error('it was not refused');
};
const left = async (payer: Payer) => (await meter.charge([payer], 0))?.remainingPoints;

describe('a viewer and an app', () => {
  it('both pay, and the one with the least left is told', async () => {
    expect(await meter.charge([ann, app], 40)).toEqual({
      requestedPoints: 40,
      remainingPoints: 60,
      maximumPoints: 100,
      restoreRate: 10,
    });
    expect(await meter.charge([bob, app], 90)).toMatchObject({ remainingPoints: 10, maximumPoints: 100 });
    expect(await meter.charge([ann, app], 5)).toMatchObject({ remainingPoints: 15, maximumPoints: 150 });
  });

  it('an app that has nothing left keeps its viewers from asking, who pay nothing', async () => {
    await meter.charge([ann, app], 100);
    const { charge, retryAfterSeconds } = await refusalOf(meter.charge([bob, app], 80));
    expect(charge).toMatchObject({ remainingPoints: 50, maximumPoints: 150, restoreRate: 15 });
    expect(retryAfterSeconds).toBe(2);
    expect(await left(bob)).toBe(100);
    expect(await meter.charge([bob], 80)).toMatchObject({ remainingPoints: 20 });
  });

  it('a viewer who has nothing left costs the app nothing', async () => {
    await meter.charge([ann], 100);
    const { charge, retryAfterSeconds } = await refusalOf(meter.charge([ann, app], 50));
    expect(charge).toMatchObject({ remainingPoints: 0, maximumPoints: 100 });
    expect(retryAfterSeconds).toBe(5);
    expect(await left(app)).toBe(150);
  });

  it('both are charged for events', async () => {
    await meter.chargeEvent([ann, app], 30);
    expect([await left(ann), await left(app)]).toEqual([70, 120]);
    await meter.chargeEvent([bob, app], 100);
    const { charge } = await refusalOf(meter.chargeEvent([ann, app], 60));
    expect(charge).toMatchObject({ remainingPoints: 0, maximumPoints: 150 });
  });
});

it('whatever is asked, everybody pays for exactly what was let through, and no more than there is', async () => {
  const asked = fc.array(
    fc.record({ payer: fc.constantFrom(ann, bob), points: fc.integer({ min: 0, max: 60 }) }),
  );
  await fc.assert(
    fc.asyncProperty(asked, async (all) => {
      meter = open();
      const paid = new Map<Payer, number>([ann, bob, app].map((payer) => [payer, 0]));
      const pay = (payer: Payer, points: number) => paid.set(payer, (paid.get(payer) ?? 0) + points);
      for (const { payer, points } of all) {
        const isLet = await meter.charge([payer, app], points).then(
          () => true,
          () => false,
        );
        if (isLet) [payer, app].forEach((each) => pay(each, points));
      }
      for (const [payer, points] of paid) expect(await left(payer)).toBe(100 * payer.times - points);
    }),
  );
});
