import { park } from '@moim/telemetry/testing/park.ts';
import { expect, it } from 'vitest';

/** Issue "Six subgraphs, one day": at least 95 % of 200 seeded starts end inside the slot. */
it.each(['perpendicular', 'parallel'] as const)(
  'a driver who follows the guidance past a %s row ends inside the slot',
  (name) => {
    const ends = Array.from({ length: 100 }, (_, seed) => park(name, seed).end);
    expect(ends.filter((end) => end === 'parked').length).toBeGreaterThanOrEqual(95);
  },
);
