import type { Override, WallTime } from './event.ts';

/** Adds seconds to a wall time, as if no clock ever changed. */
export type ShiftWall = (wall: WallTime) => WallTime;

interface Moving {
  readonly rdates: readonly WallTime[];
  readonly exdates: readonly WallTime[];
  readonly overrides: readonly Override[];
}

/** What stands beside the rule of a series, written anew. */
export interface Beside {
  readonly rdates: WallTime[];
  readonly exdates: WallTime[];
  readonly overrides: Override[];
}

/**
 * What stands beside the rule of a series follows it by the same wall-clock difference. An
 * occurrence that was given a time of its own keeps it; one that differs in other things moves along.
 */
export function moveBeside({ rdates, exdates, overrides }: Moving, shift: ShiftWall): Beside {
  return {
    rdates: rdates.map(shift),
    exdates: exdates.map(shift),
    overrides: overrides.map((each) => ({
      ...each,
      recurrenceWall: shift(each.recurrenceWall),
      startsWall: each.startsWall === each.recurrenceWall ? shift(each.startsWall) : each.startsWall,
    })),
  };
}

/** What stands beside a series, on both sides of a split; the split belongs to the second. */
export function splitBeside({ rdates, exdates, overrides }: Moving, at: WallTime): [Beside, Beside] {
  const before = (wall: WallTime) => wall < at;
  const after = (wall: WallTime) => wall >= at;
  return [
    {
      rdates: rdates.filter(before),
      exdates: exdates.filter(before),
      overrides: overrides.filter(({ recurrenceWall }) => before(recurrenceWall)),
    },
    {
      rdates: rdates.filter(after),
      exdates: exdates.filter(after),
      overrides: overrides.filter(({ recurrenceWall }) => after(recurrenceWall)),
    },
  ];
}
