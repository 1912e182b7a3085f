/** How often each key comes. */
export function countBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** The first place where numbers are not 1, 2, 3 …; null when there is none. */
export function firstHole(numbers: readonly number[]): string | null {
  const index = numbers.findIndex((number, at) => number !== at + 1);
  return index < 0 ? null : `${numbers[index]} stands where ${index + 1} is due`;
}
