import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { City } from './city.ts';
import type { Inspiration } from './inspiration.ts';
import { distanceKm } from './similarity.ts';
import { chooseDays, suggestTrip } from './suggestion.ts';

const city = (id: number, more: Partial<City> = {}): City => ({
  ...{ id, name: `City ${id}`, nameKo: null, countryCode: 'KR', population: 500_000 },
  ...{ latitude: 36, longitude: 127 + id / 10, timeZone: 'Asia/Seoul', ...more },
});
const inspiration = (more: Partial<Inspiration> = {}): Inspiration => ({
  seed: 'seed',
  sources: [{ planId: 'plan-1', city: city(0), days: 2, groupSize: 3, daylightHours: 10 }],
  candidates: [1, 2, 3, 4].map((id) => ({ city: city(id), daylightHours: 10 })),
  earlier: [],
  when: { travelOn: '2026-12-05', untilOn: '2026-12-06', holidays: 0 },
  ...more,
});

describe('suggestTrip', () => {
  it('is the same for the same seed, and never a city that was visited or suggested before', () => {
    fc.assert(
      fc.property(fc.string(), fc.uniqueArray(fc.nat(8), { maxLength: 4 }), (seed, earlier) => {
        const given = inspiration({
          seed,
          candidates: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({ city: city(id), daylightHours: 10 })),
          earlier: earlier.map((id) => city(id)),
        });
        const suggestion = suggestTrip(given);
        expect(suggestTrip(given)).toEqual(suggestion);
        expect([0, ...earlier]).not.toContain(suggestion?.city.id);
        expect(suggestion).toMatchObject({ groupSize: 3, basedOn: ['plan-1'] });
      }),
    );
  });

  it('prefers what is alike', () => {
    const alike = city(1);
    const others = [2, 3, 4, 5, 6, 7].map((id) =>
      city(id, { population: 9_000_000, latitude: -30, longitude: -60 }),
    );
    const chosen = Array.from({ length: 60 }, (_, n) =>
      suggestTrip(
        inspiration({
          seed: `${n}`,
          candidates: [alike, ...others].map((each) => ({ city: each, daylightHours: 10 })),
        }),
      ),
    );
    // Of seven; by chance it would be nine.
    expect(chosen.filter((each) => each?.city.id === alike.id).length).toBeGreaterThan(20);
  });

  it('tells why, with the numbers', () => {
    const given = inspiration({ candidates: [{ city: city(1), daylightHours: 10 }] });
    expect(suggestTrip({ ...given, when: { ...given.when, holidays: 1 } })?.reasons).toEqual([
      { code: 'SIMILAR_SIZE', value: 500_000 },
      { code: 'SIMILAR_LATITUDE', value: 0 },
      { code: 'DAYLIGHT', value: 10 },
      { code: 'NEAR_BY', value: 9 },
      { code: 'HOLIDAY', value: 1 },
      { code: 'NEW_PLACE', value: null },
    ]);
  });

  it('has nothing to say where there is nowhere to go', () => {
    expect(suggestTrip(inspiration({ candidates: [] }))).toBeNull();
  });
});

describe('chooseDays', () => {
  it('takes a weekend two to twelve weeks ahead', () => {
    const { travelOn, untilOn, holidays } = chooseDays('2026-11-21', 2, new Set(), 'seed');
    expect(new Date(travelOn).getUTCDay()).toBe(6);
    expect(new Date(untilOn).getUTCDay()).toBe(0);
    expect(travelOn >= '2026-12-05' && travelOn < '2027-02-13').toBe(true);
    expect(holidays).toBe(0);
  });

  it('takes the longest run of free days', () => {
    expect(chooseDays('2026-11-21', 3, new Set(['2026-12-25']), 'seed')).toEqual({
      ...{ travelOn: '2026-12-25', untilOn: '2026-12-27', holidays: 1 },
    });
  });
});

it.each([
  ['a degree of latitude', { latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 }, 111.195],
  ['half the equator', { latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 }, 20_015.115],
  ['pole to pole', { latitude: 90, longitude: 0 }, { latitude: -90, longitude: 77 }, 20_015.115],
  ['no way', { latitude: 37.5, longitude: 127 }, { latitude: 37.5, longitude: 127 }, 0],
])('measures %s along the great circle', (_, from, to, km) => {
  expect(distanceKm(city(1, from), city(2, to))).toBeCloseTo(km, 2);
});
