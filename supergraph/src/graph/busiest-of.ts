/**
 * What was used most, the busiest first.
 *
 * @param uses - of each, how often; what is in several of them was used so often together
 */
export function busiestOf<Used>(
  uses: Iterable<Iterable<readonly [Used, number]>>,
  count: number,
): readonly Used[] {
  const together = new Map<Used, number>();
  for (const some of uses)
    for (const [one, times] of some) together.set(one, (together.get(one) ?? 0) + times);
  return [...together]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([one]) => one);
}
