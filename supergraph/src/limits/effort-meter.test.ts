import { beforeEach, describe, expect, it } from 'vitest';
import { effortOf } from './effort-limits.ts';
import { EffortMeter } from './effort-meter.ts';

let nowMs: number;
let meter: EffortMeter;
const refused: string[] = [];
beforeEach(() => {
  nowMs = 0;
  refused.length = 0;
  meter = new EffortMeter({
    limits: { atOnce: 100, perSecond: 10 },
    onRefused: (rule) => refused.push(rule),
    nowMs: () => nowMs,
  });
});

const secondsOf = (who: string): number | null => meter.waitSeconds(who);

describe('who makes others work', () => {
  it('is let through until it was too much, and told when to come back', () => {
    meter.spend('ann', 99);
    expect(secondsOf('ann')).toBeNull();
    meter.spend('ann', 41);
    expect(secondsOf('ann')).toBe(4);
    expect(refused).toEqual(['effort']);
  });

  it('is let through again when enough time has passed, for as much as has come back', () => {
    meter.spend('ann', 120);
    nowMs = 1_999;
    expect(secondsOf('ann')).toBe(1);
    nowMs = 2_100;
    expect(secondsOf('ann')).toBeNull();
    meter.spend('ann', 2);
    expect(secondsOf('ann')).toBe(1);
  });

  it('is not kept waiting longer by asking while they wait', () => {
    meter.spend('ann', 110);
    for (let times = 0; times < 1_000; times += 1) secondsOf('ann');
    nowMs = 1_100;
    expect(secondsOf('ann')).toBeNull();
  });

  it('costs nobody else anything', () => {
    meter.spend('ann', 1_000);
    expect([secondsOf('bob'), secondsOf('ann')]).toEqual([null, 90]);
  });
});

it.each([
  ['the shortest', 10, 4, 8],
  ['an ordinary document', 1_000, 200, 28],
  ['the longest in tokens', 4_000, 2_000, 209],
  ['the longest in characters', 100_000, 10, 57],
])('%s is worth', (_, characters, tokens, effort) =>
  expect(effortOf('x'.repeat(characters), tokens)).toBe(effort),
);
