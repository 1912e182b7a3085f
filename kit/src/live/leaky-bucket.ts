import type { Bucket, Poured } from './key-value.ts';

/** What was in it some time ago. */
export interface FormerLevel {
  readonly level: number;
  readonly agoMs: number;
}

/** The arithmetic of a leaky bucket: it loses steadily, and takes what fits. */
export function pourInto(
  { level, agoMs }: FormerLevel,
  amount: number,
  { capacity, leaksPerSecond, mayRunOver = false }: Bucket,
): Poured {
  const left = Math.max(0, level - (Math.max(0, agoMs) * leaksPerSecond) / 1_000);
  const isTaken = mayRunOver || left + amount <= capacity;
  return { isTaken, level: isTaken ? left + amount : left };
}
