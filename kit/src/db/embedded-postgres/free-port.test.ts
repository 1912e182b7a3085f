import { expect, it } from 'vitest';
import { findFreePort } from './free-port.ts';

it('gives a port once, also while nobody listens there yet', async () => {
  const draws = [0.5, 0.5, 0.25];
  const random = () => draws.shift() ?? 0;
  const ports = [await findFreePort(random), await findFreePort(random)];
  expect(new Set(ports).size).toBe(2);
});
