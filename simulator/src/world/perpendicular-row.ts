import type { Random } from '../random.ts';
import { block, type Obstacle } from './obstacle.ts';
import { parkedCar } from './parked-car.ts';

/** Korean standard slot (Enforcement Rule of the Parking Lot Act, article 3): 2.5 m × 5.0 m. */
export const slotWidthM = 2.5;
export const slotLengthM = 5;
export const aisleWidthM = 6;

/** Right angle to the aisle, between cars, a wall behind and another row across. */
export function perpendicularRow(random: Random) {
  const neighbours = [-4, -3, -2, -1, 1, 2, 3];
  return {
    slotKind: 'PERPENDICULAR' as const,
    obstacles: [
      ...neighbours.map((place) => carAcross(place * slotWidthM, random)),
      block('wall', { left: -25, right: 25, bottom: -5.7, top: -5.4 }),
      acrossTheAisle(),
    ],
    slot: { xM: 0, yM: -slotLengthM / 2, headingRad: Math.PI / 2, lengthM: slotLengthM, widthM: slotWidthM },
    startXM: -9,
  };
}

/** In the middle of its slot, but for a hand's breadth and a degree. */
export function carAcross(xM: number, random: Random): Obstacle {
  return parkedCar({
    xM: xM + random.between(-0.1, 0.1),
    yM: -slotLengthM / 2 + random.between(-0.12, 0.12),
    headingRad: Math.PI / 2 + random.between(-0.02, 0.02),
  });
}

export function acrossTheAisle(): Obstacle {
  return block('wall', { left: -25, right: 25, bottom: aisleWidthM, top: aisleWidthM + 0.3 });
}
