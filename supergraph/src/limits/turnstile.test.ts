import { beforeEach, expect, it } from 'vitest';
import { Turnstile } from './turnstile.ts';

let turns: (() => void)[];
let turnstile: Turnstile;
let passed: string[];
beforeEach(() => {
  turns = [];
  passed = [];
  turnstile = new Turnstile((run) => turns.push(run));
});

const come = (...all: string[]): void =>
  all.forEach((who) => void turnstile.pass(who[0] ?? '').then(() => passed.push(who)));

async function turn(): Promise<void> {
  turns.shift()?.();
  await new Promise((resolve) => setImmediate(resolve));
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
