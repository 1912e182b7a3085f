import { setTimeout as sleep } from 'node:timers/promises';
import type { Serving } from './serving.ts';

/** Milliseconds: between two steps of one operation nobody holds the supergraph for a moment. */
const momentMs = 1_000;

/** Puts away a supergraph that serves nobody new, when the last who began with it has ended. */
export async function retire({ leases, close }: Pick<Serving, 'leases' | 'close'>): Promise<void> {
  await leases.whenFree();
  await sleep(momentMs, undefined, { ref: false });
  await leases.whenFree();
  await close();
}
