/** How many of the numbers 0 … count−1 are missing, how many come twice and how often order breaks. */
export function faultsIn(order: readonly number[], count: number): number {
  const distinct = new Set(order).size;
  const reversals = order.filter((value, index) => index > 0 && value < (order[index - 1] ?? 0)).length;
  return count - distinct + (order.length - distinct) + reversals;
}
