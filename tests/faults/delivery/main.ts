import { parseArgs } from 'node:util';
import { seededRandom } from '../random.ts';
import { costTables, countCosts } from './costs.ts';
import { openInboxTraffic } from './inbox-traffic.ts';
import { killInTurn } from './kill-in-turn.ts';
import { replicasOf } from './kill-replica.ts';
import { type Installation, openInstallation } from './open-installation.ts';
import { rowOf, tableHead } from './report.ts';
import { saveRun } from './results.ts';
import { openRoomTraffic } from './room-traffic.ts';
import { type DeliveryRun, runDelivery } from './run-delivery.ts';

/**
 * `npm run faults -- delivery --what messages --count 10000 --per-second 300 [--faults kill|replace|none]
 * [--seed N] [--save] [--costs]`: what acknowledged sends come to while processes are killed. Ends with 1 when
 * anything was lost, repeated or out of order. `--costs` tells, too, what a message costs.
 */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    what: { type: 'string', default: 'messages' },
    count: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '300' },
    faults: { type: 'string', default: 'kill' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    save: { type: 'boolean', default: false },
    costs: { type: 'boolean', default: false },
  },
});
const traffics = new Map([
  ['messages', openRoomTraffic],
  ['inbox', openInboxTraffic],
]);
const disturbances = new Map<string, (on: Installation) => DeliveryRun['disturb']>([
  ['kill', killsOn],
  ['replace', replacementsOn],
  ['none', () => untilAborted],
]);
const tell = (sentence: string) => process.stderr.write(`  ${sentence}\n`);

function killsOn(on: Installation): DeliveryRun['disturb'] {
  const random = seededRandom(Number(values.seed));
  return (signal) => killInTurn({ on, random, tell }, signal);
}

function replacementsOn(on: Installation): DeliveryRun['disturb'] {
  return async (signal) => {
    let replaced = 0;
    while (!signal.aborted) {
      if (!(await on.replaceAll())) throw new Error('not every process was replaced');
      replaced += replicasOf(on).length;
    }
    return replaced;
  };
}

function untilAborted(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true }));
}

const open = traffics.get(values.what);
if (!open) throw new Error(`--what is one of ${[...traffics.keys()].join(', ')}`);
const disturbOn = disturbances.get(values.faults);
if (!disturbOn) throw new Error(`--faults is one of ${[...disturbances.keys()].join(', ')}`);

tell(`seed ${values.seed}`);
const installation = await openInstallation();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    installation.abandon();
    process.exit(130);
  });
try {
  const outcome = await runDelivery({
    ...{ url: installation.url, open, disturb: disturbOn(installation) },
    ...{ count: Number(values.count), perSecond: Number(values['per-second']) },
    ...(values.costs && { countCosts: () => countCosts(installation) }),
  });
  const run = { ...values, outcome };
  process.stdout.write(`${[...tableHead, rowOf(run)].join('\n')}\n`);
  if (outcome.costs) process.stdout.write(`\n${costTables(outcome.costs, Number(values.count))}\n`);
  if (values.save) saveRun(run);
  const broken = [outcome.lost, outcome.duplicated, outcome.reordered, outcome.phantom].flat();
  for (const one of broken.slice(0, 20)) process.stdout.write(`  ${one}\n`);
  process.exitCode = broken.length > 0 || outcome.givenUp > 0 ? 1 : 0;
} finally {
  await installation.close();
}
