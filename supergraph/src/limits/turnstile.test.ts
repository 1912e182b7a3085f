import { beforeEach, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';

let turns: (() => void)[];
let rests: { readonly run: () => void; readonly ms: number }[];
let nowMs: number;
let turnstile: Turnstile;
let passed: string[];
let isServing: boolean;
beforeEach(() => {
  [turns, rests, passed, nowMs, isServing] = [[], [], [], 0, true];
  turnstile = new Turnstile(() => isServing, {
    nextTurn: (run) => turns.push(run),
    later: (run, ms) => rests.push({ run, ms }),
    nowMs: () => nowMs,
  });
});

const come = (...all: string[]): void =>
  all.forEach((who) => void turnstile.pass(who[0] ?? '').then(() => passed.push(who)));

async function turn(): Promise<void> {
  turns.shift()?.();
  await new Promise((resolve) => setImmediate(resolve));
}

/** @returns milliseconds that the others had */
async function rest(): Promise<number> {
  const startMs = nowMs;
  for (let next = rests.shift(); next; next = rests.shift()) {
    nowMs += next.ms;
    next.run();
  }
  await Promise.resolve();
  return nowMs - startMs;
}

it('one passes a turn, the first at once', async () => {
  come('a1', 'b1', 'c1');
  await Promise.resolve();
  expect(passed).toEqual(['a1']);
  await turn();
  expect(passed).toEqual(['a1', 'b1']);
  await turn();
  expect(passed).toEqual(['a1', 'b1', 'c1']);
});

it('whoever comes often waits behind whoever comes once', async () => {
  come('a1', 'a2', 'a3', 'a4', 'b1', 'c1');
  for (let times = 0; times < 5; times += 1) await turn();
  expect(passed).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'a4']);
  expect(turnstile.waiting).toBe(0);
});

it('who comes when nobody waits any more passes at once', async () => {
  come('a1');
  await turn();
  come('a2');
  await Promise.resolve();
  expect(passed).toEqual(['a1', 'a2']);
  await turn();
  expect(turns).toHaveLength(0);
});

it.each([
  [0.9, 0],
  [1, 2],
  [8, 16],
  [500, 30],
])('after a turn of %d ms the others have at most %d for themselves', async (tookMs, restMs) => {
  come('a1', 'b1');
  nowMs += tookMs;
  await turn();
  expect(passed).toEqual(restMs === 0 ? ['a1', 'b1'] : ['a1']);
  expect(await rest()).toBe(restMs);
  expect(passed).toEqual(['a1', 'b1']);
});

it('the others have no more than they need', async () => {
  come('a1', 'b1');
  nowMs += 10;
  await turn();
  expect(rests.map(({ ms }) => ms)).toEqual([2]); // what came meanwhile has not been read yet
  nowMs += 2;
  rests.shift()?.run();
  isServing = false;
  expect(await rest()).toBe(2);
  expect(passed).toEqual(['a1', 'b1']);
});

it('who comes while the others have their time waits for its end', async () => {
  come('a1');
  nowMs += 10;
  await turn();
  come('b1');
  expect(passed).toEqual(['a1']);
  expect(await rest()).toBe(20);
  expect(passed).toEqual(['a1', 'b1']);
});
