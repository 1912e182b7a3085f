import type { Random } from '../random.ts';
import { block } from './obstacle.ts';
import { acrossTheAisle, carAcross, slotLengthM, slotWidthM } from './perpendicular-row.ts';

const pillarM = 0.6;
/** From the slot's line to the wall beside it. */
const besideM = 0.35;

/** The last slot of an underground row: a pillar on the near side, a wall on the far side. */
export function pillarAndWall(random: Random) {
  const line = slotWidthM / 2;
  const setBackM = random.between(0.2, 0.7);
  return {
    slotKind: 'PERPENDICULAR' as const,
    obstacles: [
      ...[1, 2, 3, 4].map((place) => carAcross(-place * slotWidthM - pillarM, random)),
      block('pillar', { left: -line - pillarM, right: -line, bottom: -setBackM - pillarM, top: -setBackM }),
      block('wall', { left: line + besideM, right: line + besideM + 0.3, bottom: -5.7, top: 0 }),
      block('wall', { left: -25, right: line + besideM, bottom: -5.7, top: -5.4 }),
      acrossTheAisle(),
    ],
    slot: { xM: 0, yM: -slotLengthM / 2, headingRad: Math.PI / 2, lengthM: slotLengthM, widthM: slotWidthM },
    startXM: -9,
  };
}
