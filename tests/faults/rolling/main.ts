import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from '../../../bench/machine.ts';
import { openInstallation } from '../delivery/open-installation.ts';
import { runRolling } from './run-rolling.ts';
import { tableOf } from './write-table.ts';

/**
 * `npm run faults -- rolling`: every process is replaced under load, then each is killed in turn. Writes
 * bench/results/rolling.md, and ends with 1 when a request failed while processes were replaced, a message was lost,
 * repeated or out of order, or the system needed more than ten seconds to recover.
 */
const recoversWithinMs = 10_000;
const machine = describeMachine();
const folder = mkdtempSync(join(tmpdir(), 'moim-rolling-'));
const installation = await openInstallation({ drainWaitMs: 1_200 });
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void installation.close().then(() => process.exit(1)));
try {
  const outcome = await runRolling(installation, join(folder, 'deliveries.log'));
  const table = tableOf(machine, outcome);
  process.stdout.write(table);
  writeFileSync(join(import.meta.dirname, '..', '..', '..', 'bench', 'results', 'rolling.md'), table);
  const { lost, duplicated, reordered, phantom } = outcome.deliveries;
  const broken = [
    ...[lost, duplicated, reordered, phantom].flat(),
    ...outcome.whileReplaced
      .filter(({ fault }) => fault !== null)
      .map((one) => `failed: ${JSON.stringify(one)}`),
    ...outcome.killed
      .filter((one) => Math.max(one.replacedMs, one.failingMs) > recoversWithinMs)
      .map(({ name }) => `late: ${name}`),
  ];
  for (const one of broken.slice(0, 20)) process.stdout.write(`  ${one}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} finally {
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
}
