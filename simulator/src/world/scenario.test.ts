import { describe, expect, it } from 'vitest';
import { compactSedan as car, outlineOf, poseInMiddle } from '../car/car.ts';
import { clearance, isInSlot, touches } from './contact.ts';
import { createScenario, scenarioNames } from './scenario.ts';

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

describe.each(scenarioNames)('the scenario %s', (name) => {
  const scenarios = seeds.map((seed) => createScenario(name, seed));

  it('is the same for a seed, and another for another', () => {
    expect(createScenario(name, 3)).toEqual(scenarios[2]);
    expect(createScenario(name, 4)).not.toEqual(scenarios[2]);
  });

  it('starts with room around the car and leaves the slot free', () => {
    for (const { world, start, slot } of scenarios) {
      expect(clearance(world, outlineOf(car, start), 1)).toBeGreaterThan(0.4);
      expect(touches(world, slot)).toBe(false);
    }
  });

  it('has a slot that takes the car', () => {
    for (const { slot } of scenarios) {
      const parked = outlineOf(car, poseInMiddle(car, slot));
      expect(isInSlot(slot, parked)).toBe(true);
      expect(isInSlot(slot, { ...parked, headingRad: parked.headingRad + 0.2 })).toBe(false);
    }
  });

  it('lies on either side', () => {
    expect(new Set(scenarios.map(({ side }) => side))).toEqual(new Set(['LEFT', 'RIGHT']));
    for (const { side, slot } of scenarios) expect(slot.yM < 0).toBe(side === 'RIGHT');
  });
});
