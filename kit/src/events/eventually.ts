import { setTimeout as pause } from 'node:timers/promises';

/** Between looks at what events bring; together 1 s. */
const pausesMs = [10, 20, 40, 80, 150, 300, 400];

/** Looks again for 1 s. */
export async function isEventually(isTrue: () => Promise<boolean>): Promise<boolean> {
  if (await isTrue()) return true;
  for (const pauseMs of pausesMs) {
    await pause(pauseMs);
    if (await isTrue()) return true;
  }
  return false;
}

/** Looks again for 1 s, then throws `otherwise`. */
export async function eventually(isTrue: () => Promise<boolean>, otherwise: Error): Promise<void> {
  if (!(await isEventually(isTrue))) throw otherwise;
}
