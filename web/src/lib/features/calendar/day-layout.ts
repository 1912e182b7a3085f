/** Something between two minutes of one day. */
export interface Segment {
  /** Minutes after midnight, 0 to 1,440. */
  readonly from: number;
  readonly until: number;
}

export interface Placed<Item> {
  readonly item: Item;
  /** 0 is the leftmost. */
  readonly column: number;
  /** How many columns share the width where this one is. */
  readonly columns: number;
}

/** Nobody can read or hit less than that. */
const shortestMinutes = 20;

/**
 * Puts what overlaps side by side: each gets the first free column, and everything that hangs together
 * by overlaps shares the width evenly, so nothing covers anything.
 */
export function placeSideBySide<Item extends Segment>(items: readonly Item[]): readonly Placed<Item>[] {
  const sorted = items.toSorted((a, b) => a.from - b.from || b.until - a.until);
  const placed: Placed<Item>[] = [];
  let cluster: { item: Item; column: number }[] = [];
  let ends: number[] = [];
  const close = () => {
    placed.push(...cluster.map((one) => ({ ...one, columns: ends.length })));
    cluster = [];
    ends = [];
  };
  for (const item of sorted) {
    if (ends.every((end) => end <= item.from)) close();
    const free = ends.findIndex((end) => end <= item.from);
    const column = free === -1 ? ends.length : free;
    ends[column] = Math.max(item.until, item.from + shortestMinutes);
    cluster.push({ item, column });
  }
  close();
  return placed;
}

/** Something that lasts for whole days, by their places in the row: 0 is the first day shown. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Gives each span the topmost lane in which it meets nobody; the longest come first. */
export function placeInLanes<Item extends Span>(
  items: readonly Item[],
): readonly { readonly item: Item; readonly lane: number }[] {
  const sorted = items.toSorted((a, b) => a.first - b.first || b.last - a.last);
  const lastOfLane: number[] = [];
  return sorted.map((item) => {
    const free = lastOfLane.findIndex((last) => last < item.first);
    const lane = free === -1 ? lastOfLane.length : free;
    lastOfLane[lane] = item.last;
    return { item, lane };
  });
}
