import { parseArgs } from 'node:util';
import { openInboxTraffic } from './inbox-traffic.ts';
import { killInTurn } from './kill-in-turn.ts';
import { openInstallation } from './open-installation.ts';
import { reportOf } from './report.ts';
import { openRoomTraffic } from './room-traffic.ts';
import { runDelivery } from './run-delivery.ts';

/**
 * `npm run faults -- delivery --what messages --count 10000 --per-second 300 [--faults kill|replace|none]`:
 * what acknowledged sends come to while processes are killed. Ends with 1 when anything was lost,
 * repeated or out of order.
 */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    what: { type: 'string', default: 'messages' },
    count: { type: 'string', default: '10000' },
    'per-second': { type: 'string', default: '300' },
    faults: { type: 'string', default: 'kill' },
  },
});
const traffics = new Map([
  ['messages', openRoomTraffic],
  ['inbox', openInboxTraffic],
]);
const open = traffics.get(values.what);
if (!open) throw new Error(`--what is one of ${[...traffics.keys()].join(', ')}`);

const installation = await openInstallation();
try {
  const { url, processes, redis, replaceAll } = installation;
  const until = (signal: AbortSignal) =>
    new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true }));
  const disturbances: Readonly<Record<string, (signal: AbortSignal) => Promise<number>>> = {
    kill: (signal) => killInTurn({ processes, redis }, signal),
    replace: async (signal) => {
      let replaced = 0;
      while (!signal.aborted) {
        if (!(await replaceAll())) throw new Error('not every process was replaced');
        replaced += processes().size;
      }
      return replaced;
    },
    none: until,
  };
  const disturb = disturbances[values.faults];
  if (!disturb) throw new Error(`--faults is one of ${Object.keys(disturbances).join(', ')}`);
  const [count, perSecond] = [Number(values.count), Number(values['per-second'])];
  const outcome = await runDelivery({ url, open, count, perSecond, disturb });
  process.stdout.write(`${reportOf({ ...values, outcome })}\n`);
  const broken = [outcome.lost, outcome.duplicated, outcome.reordered, outcome.phantom].flat();
  for (const one of broken.slice(0, 20)) process.stdout.write(`  ${one}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} finally {
  await installation.close();
}
