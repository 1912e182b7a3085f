import { expect, it } from 'vitest';
import { z } from 'zod';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';
import { defaultEffort, noEffortLimits } from './effort-limits.ts';
import { connectionsVariable, effortVariables, toConnections, toEffortLimits } from './effort-variables.ts';

const read = (environment: Record<string, string>, defaults = defaultEffort) =>
  toEffortLimits(readConfiguration(z.object(effortVariables), environment), defaults);

it.each([
  [{}, defaultEffort],
  [{ EFFORT_BUCKET: '0' }, { ...defaultEffort, atOnce: Infinity }],
  [
    { EFFORT_BUCKET: '50', EFFORT_PER_SECOND: '5' },
    { atOnce: 50, perSecond: 5 },
  ],
])('%j', (environment, limits) => expect(read(environment)).toEqual(limits));

it('nothing is counted in front of somebody else’s supergraph', () =>
  expect(read({}, noEffortLimits)).toEqual(noEffortLimits));

it.each([
  [{}, 4_096],
  [{ CONNECTIONS_PER_ADDRESS: '100' }, 100],
  [{ CONNECTIONS_PER_ADDRESS: '0' }, Infinity],
])('connections of one address: %j', (environment, most) =>
  expect(toConnections(readConfiguration(z.object(connectionsVariable), environment))).toBe(most),
);

it('what never comes back stops the start', () =>
  expect(() => read({ EFFORT_PER_SECOND: '0' })).toThrow('EFFORT_PER_SECOND'));
