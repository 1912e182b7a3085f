import type { CreateDriver } from './driver.ts';
import { createFollower } from './follower.ts';
import { createGoodDriver } from './good.ts';
import { createNoviceDriver } from './novice.ts';
import { createConfusedDriver } from './pedal-confusion.ts';

export const drivers = {
  good: createGoodDriver,
  novice: createNoviceDriver,
  'pedal-confusion': createConfusedDriver,
  follower: createFollower,
} as const satisfies Record<string, CreateDriver>;

export type DriverName = keyof typeof drivers;

export const driverNames = ['good', 'novice', 'pedal-confusion', 'follower'] as const;
