import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 30_000;

/** Looks again and again until there is something. @throws {Error} after half a minute */
export async function waitFor<Value>(what: string, look: () => Promise<Value | null>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const value = await look();
    if (value !== null) return value;
    await sleep(100);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** The same for something that becomes true. */
export async function waitUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  await waitFor(what, async () => ((await isSo()) ? true : null));
}
