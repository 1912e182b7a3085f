interface Spot {
  /** Pixels from the left. */
  readonly x: number;
  /** Pixels from the top. */
  readonly y: number;
}

export interface Cluster<Item extends Spot> extends Spot {
  readonly items: readonly Item[];
}

/**
 * Puts markers that would overlap into one, so that each can be hit. A cluster sits where its first
 * item is: two clusters are always at least `distance` pixels apart.
 */
export function clusterMarkers<Item extends Spot>(items: readonly Item[], distance: number): Cluster<Item>[] {
  const clusters: { x: number; y: number; items: Item[] }[] = [];
  for (const item of items) {
    const near = clusters.find(({ x, y }) => Math.hypot(x - item.x, y - item.y) < distance);
    if (near) near.items.push(item);
    else clusters.push({ x: item.x, y: item.y, items: [item] });
  }
  return clusters;
}

export type LabelSide = 'right' | 'left';

/**
 * On which side of its marker each label is written: to the right, to the left where the map ends, and
 * not at all (null) where it would cover another label or marker.
 */
export function placeLabels(
  labels: readonly (Spot & { readonly widthPx: number })[],
  mapWidthPx: number,
): readonly (LabelSide | null)[] {
  const shown: Box[] = [];
  return labels.map((label) => {
    const side = label.x + gapPx + label.widthPx > mapWidthPx ? 'left' : 'right';
    const box = boxOf(label, side);
    const isCovering =
      shown.some((other) => overlap(box, other)) ||
      labels.some((other) => other !== label && overlap(box, markerBox(other)));
    if (isCovering) return null;
    shown.push(box);
    return side;
  });
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const gapPx = 14;
const lineHeightPx = 22;

function boxOf({ x, y, widthPx }: Spot & { readonly widthPx: number }, side: LabelSide): Box {
  return side === 'right'
    ? { left: x + gapPx, right: x + gapPx + widthPx, y }
    : { left: x - gapPx - widthPx, right: x - gapPx, y };
}

function markerBox({ x, y }: Spot): Box {
  return { left: x - gapPx, right: x + gapPx, y };
}

function overlap(one: Box, other: Box): boolean {
  return Math.abs(one.y - other.y) < lineHeightPx && one.left < other.right && other.left < one.right;
}
