import { readPng, writePng } from './png.ts';

const mostColours = 256;

/**
 * A third of the size: a page has few colours, and thousands of shades only where letters end. The
 * 256 most frequent colours stay as they are, each other one becomes the nearest of them.
 */
export function shrinkPng(png: Buffer): Buffer {
  const pixels = readPng(png);
  const colours = Array.from({ length: pixels.rgb.length / 3 }, (_, pixel) =>
    pixels.rgb.readUIntBE(pixel * 3, 3),
  );
  const palette = mostFrequent(colours);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  const indexes = Buffer.alloc(colours.length);
  for (const [pixel, colour] of colours.entries()) {
    const index = indexOf.get(colour) ?? nearest(colour, palette);
    indexOf.set(colour, index);
    indexes[pixel] = index;
  }
  return writePng(pixels, Buffer.concat(palette.map((colour) => Buffer.from(partsOf(colour)))), indexes);
}

function mostFrequent(colours: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.slice(0, mostColours).map(([colour]) => colour);
}

const partsOf = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const;

/** Its place in the palette. */
function nearest(colour: number, palette: readonly number[]): number {
  const [red, green, blue] = partsOf(colour);
  let best = 0;
  let bestDistance = Infinity;
  for (const [index, candidate] of palette.entries()) {
    const [r, g, b] = partsOf(candidate);
    const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}
