import { expect, it } from 'vitest';
import { Circuit } from './circuit.ts';

const failedTimes = (times: number) => {
  const clock = { ms: 0 };
  const circuit = new Circuit(() => clock.ms);
  for (let n = 0; n < times; n += 1) circuit.failed();
  return { circuit, clock };
};

it.each([
  [4, true],
  [5, false],
])('after %d failures in a row may be tried: %s', (failures, mayTry) =>
  expect(failedTimes(failures).circuit.mayTry()).toBe(mayTry),
);

it('lets one attempt through every two seconds while it is open', () => {
  const { circuit, clock } = failedTimes(5);
  clock.ms = 2_000;
  expect([circuit.mayTry(), circuit.mayTry()]).toEqual([true, false]);
});

it('closes with the first success', () => {
  const { circuit } = failedTimes(5);
  circuit.succeeded();
  expect(circuit.mayTry()).toBe(true);
});
