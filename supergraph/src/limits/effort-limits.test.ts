import { expect, it } from 'vitest';
import { effortOfBody, effortOfRefusal } from './effort-limits.ts';

it.each([
  [400, null, 1],
  [400, 'depth', 1],
  [400, 'characters', 16],
  [413, null, 16],
  [415, null, 1],
])('a refusal with status %d for %j is worth %d', (httpStatus, rule, effort) =>
  expect(effortOfRefusal({ httpStatus, rule })).toBe(effort),
);

it.each([
  [0, 0],
  [16_384, 0],
  [16_385, 2],
  [102_400, 12],
])('to read %d bytes is worth %d', (bytes, effort) => expect(effortOfBody(bytes)).toBe(effort));
