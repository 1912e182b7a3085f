import { standardProfile as simulatorProfile } from '@moim/simulator/standard-profile.ts';
import { describe, expect, it } from 'vitest';
import { type Habits, park } from '../testing/park.ts';
import { standardProfile } from './standard-profile.ts';

it('knows the same car as the simulator', () => {
  expect(standardProfile).toEqual(simulatorProfile);
});

const seeds = Array.from({ length: 8 }, (_, index) => 1_000 + index);

describe.each(['perpendicular', 'parallel'] as const)('past a %s row', (name) => {
  it.each(seeds)('leads a driver who does as told into the slot, start %i', (seed) => {
    const { end, steps } = park(name, seed);
    expect(end).toBe('parked');
    expect(steps.at(-1)).toBe('PARKED');
  });

  it('leads a driver without odometry by dead reckoning', () => {
    for (const seed of seeds.slice(0, 3)) expect(park(name, seed, { hasOdometry: false }).end).toBe('parked');
  });
});

it.each<[string, Habits]>([
  ['turns the wheel a tenth too little', { steeringShare: 0.9 }],
  ['stops 15 cm too late each time', { overshootM: 0.15 }],
])('leads a driver back who %s', (_, habits) => {
  for (const seed of seeds.slice(0, 4)) expect(park('perpendicular', seed, habits).end).toBe('parked');
});

it('names no space in a row at a slant, which it cannot lead into yet', () => {
  for (const seed of seeds.slice(0, 4))
    expect(park('angled', seed, { seconds: 25 }).steps).toEqual(['SEARCH']);
});

it('names the space before the car has passed it by, and what to do in both languages', () => {
  const { moments } = park('perpendicular', 1_000);
  const named = moments.find(({ guidance }) => guidance?.slot);
  expect(named?.guidance).toMatchObject({
    step: 'SEARCH',
    slot: { kind: 'PERPENDICULAR', fits: true },
    textKo: '빈 칸을 찾았습니다. 조금 더 앞으로 가세요.',
    textEn: 'Found a space: drive on a little.',
  });
});

it('says the same again for the same frames', () => {
  expect(JSON.stringify(park('parallel', 1_001).moments)).toBe(
    JSON.stringify(park('parallel', 1_001).moments),
  );
});
