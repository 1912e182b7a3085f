import { setTimeout as sleep } from 'node:timers/promises';
import { openArena } from '../arena.ts';
import type { Mutant } from '../order.ts';

/**
 * `npm run faults -- order-mutants [seed]`: backbones that tell a later event before an earlier one. Ends
 * with 1 when the checker does not notice one of them.
 */
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const mutants: readonly Mutant[] = ['no-row-lock', 'skip-locked'];
const loadMs = 3_000;
/** A group waits for ever behind what came out of order, so there is no draining to wait for. */
const settleMs = 500;
const isReordering = (violation: string): boolean => violation.startsWith('lost or out of order: messaging');

async function violationsOf(mutant: Mutant): Promise<string[]> {
  const arena = await openArena();
  try {
    const setup = await arena.run({ mode: 'setup', seed });
    await setup.ended;
    const run = await arena.run({ mode: 'load', seed, mutant, loadMs });
    await run.said('done');
    await sleep(settleMs);
    return (await arena.check()).violations;
  } finally {
    await arena.close();
  }
}

for (const mutant of mutants) {
  const caught = (await violationsOf(mutant)).filter(isReordering);
  process.stdout.write(`| ${mutant}, seed ${seed} | ${caught.length > 0 ? 'caught' : 'NOT CAUGHT'} |\n`);
  for (const sentence of caught.slice(0, 3)) process.stdout.write(`  ${sentence}\n`);
  if (caught.length === 0) process.exitCode = 1;
}
