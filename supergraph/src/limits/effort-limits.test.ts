import { expect, it } from 'vitest';
import { effortOfBody, effortOfRefusal } from './effort-limits.ts';

it.each([
  [400, 1],
  [413, 16],
  [415, 1],
])('a refusal with status %d is worth %d', (status, effort) => expect(effortOfRefusal(status)).toBe(effort));

it.each([
  [0, 0],
  [16_384, 0],
  [16_385, 2],
  [102_400, 12],
])('to read %d bytes is worth %d', (bytes, effort) => expect(effortOfBody(bytes)).toBe(effort));
