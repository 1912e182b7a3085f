import { beforeEach, expect, it } from 'vitest';
import { FewATurn } from './few-a-turn.ts';

let turns: (() => void)[];
let begun: number[];
let few: FewATurn;
beforeEach(() => {
  [turns, begun] = [[], []];
  few = new FewATurn((run) => turns.push(run));
});

const come = (from: number, until: number): void => {
  for (let one = from; one < until; one += 1) few.begin(() => begun.push(one));
};
const turn = (): void => turns.shift()?.();
const upTo = (count: number): number[] => Array.from({ length: count }, (_, one) => one);

it('the first are begun at once, the others in order, as many a turn', () => {
  come(0, 20);
  expect(begun).toEqual(upTo(8));
  turn();
  expect(begun).toEqual(upTo(16));
  turn();
  expect(begun).toEqual(upTo(20));
});

it('whatever comes while some wait comes behind them', () => {
  come(0, 12);
  turn();
  come(12, 20);
  expect(begun).toEqual(upTo(16));
  turn();
  expect(begun).toEqual(upTo(20));
});

it('waits for no turn where nothing waits', () => {
  come(0, 1);
  turn();
  expect(turns).toEqual([]);
  come(1, 9);
  expect(begun).toEqual(upTo(9));
});
