import type { Random } from '../random.ts';
import { block, type Obstacle } from './obstacle.ts';
import { parkedCar } from './parked-car.ts';

/** Korean standard slot along a kerb (Enforcement Rule of the Parking Lot Act, article 3): 6.0 m × 2.0 m. */
const slotLengthM = 6;
const slotWidthM = 2;

/** Along a kerb between two rows of cars, a wall behind the pavement, the other lane's kerb across. */
export function parallelRow(random: Random) {
  return {
    slotKind: 'PARALLEL' as const,
    obstacles: [
      ...[-2, -1, 1, 2].map((place) => carAlong(place * slotLengthM, random)),
      block('kerb', { left: -25, right: 25, bottom: -2.4, top: -2.15 }),
      block('wall', { left: -25, right: 25, bottom: -4.3, top: -4 }),
      block('kerb', { left: -25, right: 25, bottom: 7, top: 7.2 }),
    ],
    slot: { xM: 0, yM: -slotWidthM / 2, headingRad: 0, lengthM: slotLengthM, widthM: slotWidthM },
    startXM: -12,
  };
}

function carAlong(xM: number, random: Random): Obstacle {
  return parkedCar({
    xM: xM + random.between(-0.15, 0.15),
    yM: -slotWidthM / 2 + random.between(-0.05, 0.05),
    headingRad: random.between(-0.01, 0.01),
  });
}
