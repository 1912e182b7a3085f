import type { Random } from '../random.ts';
import { block, type Obstacle } from './obstacle.ts';
import { parkedCar } from './parked-car.ts';
import { acrossTheAisle, slotLengthM, slotWidthM } from './perpendicular-row.ts';

const angleRad = Math.PI / 3;
const pitchM = slotWidthM / Math.sin(angleRad);
/** So that the foremost corner of a slot touches the row's line. */
const middleYM = -(slotLengthM * Math.sin(angleRad) + slotWidthM * Math.cos(angleRad)) / 2;

/** At 60° to the aisle, entered backwards, between cars, a wall behind. */
export function angledRow(random: Random) {
  return {
    slotKind: 'ANGLED' as const,
    obstacles: [
      ...[-4, -3, -2, -1, 1, 2, 3].map((place) => carAtAngle(place * pitchM, random)),
      block('wall', { left: -25, right: 25, bottom: -6.1, top: -5.8 }),
      acrossTheAisle(),
    ],
    slot: { xM: 0, yM: middleYM, headingRad: angleRad, lengthM: slotLengthM, widthM: slotWidthM },
    startXM: -9.5,
  };
}

function carAtAngle(xM: number, random: Random): Obstacle {
  return parkedCar({
    xM: xM + random.between(-0.1, 0.1),
    yM: middleYM + random.between(-0.1, 0.1),
    headingRad: angleRad + random.between(-0.02, 0.02),
  });
}
