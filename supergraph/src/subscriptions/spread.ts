import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';

/** How work for many is spread, so that they do not all fall upon the same moment. */
export interface Spread {
  /** Milliseconds. */
  readonly windowMs: number;
  /** From 0 to less than 1. */
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

export const defaultSpread: Spread = {
  windowMs: 2_000,
  random: Math.random,
  pause: (ms) => (ms === 0 ? breathe() : sleep(ms, undefined, { ref: false })),
};

/** Into so many parts the window is cut: a timer for each of ten thousand would cost more than the work. */
const slices = 40;

/** Does each in a part of the window drawn for it, and lets others run in between. */
export async function spreadOver<Item>(
  items: readonly Item[],
  { windowMs, random, pause }: Spread,
  each: (item: Item) => Promise<void>,
): Promise<void> {
  const drawn = Map.groupBy(items, () => Math.floor(random() * slices));
  for (let slice = 0; drawn.size > 0; slice += 1) {
    for (const item of drawn.get(slice) ?? []) {
      await each(item);
      await pause(0);
    }
    drawn.delete(slice);
    if (drawn.size > 0) await pause(windowMs / slices);
  }
}
