import { setTimeout as sleep } from 'node:timers/promises';
import { signUp } from '../../e2e/person.ts';
import { checkDeliveries } from '../delivery/check-deliveries.ts';
import { DeliveryLog, readDeliveryLog } from '../delivery/delivery-log.ts';
import type { Installation } from '../delivery/open-installation.ts';
import { openRoomTraffic, type Traffic } from '../delivery/room-traffic.ts';
import { killEach } from './kill-each.ts';
import { faultOf, Load } from './load.ts';
import type { RollingOutcome } from './write-table.ts';

const sendEveryMs = 100;
/** Everything has its caches before it is measured. */
const warmMs = 5_000;
/** What comes later than this after the last fault is lost. */
const drainMs = 30_000;

export async function runRolling(
  { url, processes, replaceAll }: Installation,
  path: string,
): Promise<RollingOutcome> {
  const log = new DeliveryLog(path);
  const traffic = await openRoomTraffic(url, log);
  const asker = await signUp(url, { name: 'Asker' });
  const load = new Load(asker);
  const reading = traffic.readers.map((reader) => reader.run());
  load.start();
  const sending = keepSending(traffic, load, log);
  await sleep(warmMs);
  const from = load.asked.length;
  const startMs = performance.now();
  if (!(await replaceAll())) throw new Error('not every process was replaced');
  const replacedInMs = performance.now() - startMs;
  const whileReplaced = load.asked.slice(from);
  const faults = whileReplaced.flatMap(({ service, fault }) =>
    fault === null ? [] : [`${service} ${fault}`],
  );
  process.stderr.write(`  replaced in ${replacedInMs.toFixed(0)} ms, ${faults.length} failed\n`);
  for (const fault of faults) process.stderr.write(`    ${fault}\n`);
  const killed = await killEach(processes, load.asked);
  await load.stop();
  await sending;
  await untilArrived(path);
  for (const reader of traffic.readers) reader.stop();
  await Promise.all(reading);
  const resumptions = traffic.readers.reduce((sum, reader) => sum + reader.resumptions, 0);
  await Promise.all([asker.close(), traffic.close()]);
  const deliveries = checkDeliveries(readDeliveryLog(path));
  return { replacedInMs, whileReplaced, killed, deliveries, resumptions };
}

/** Each message once: what was acknowledged must arrive, what failed may have. */
async function keepSending({ make }: Traffic, load: Load, log: DeliveryLog): Promise<void> {
  const pending: Promise<void>[] = [];
  for (let index = 0; !load.isOver; index += 1) {
    pending.push(sendOnce(make(index), load, log));
    await sleep(sendEveryMs);
  }
  await Promise.all(pending);
}

async function sendOnce(
  { id, streams, by, steps }: ReturnType<Traffic['make']>,
  load: Load,
  log: DeliveryLog,
) {
  for (const stream of streams) log.write({ op: 'sent', id, stream, atMs: Date.now() });
  for (const { mutation, input } of steps)
    if ((await load.record('messaging', () => faultOf(by, mutation, { input }))) !== null) return;
  log.write({ op: 'acked', id });
}

async function untilArrived(path: string): Promise<void> {
  const deadlineMs = performance.now() + drainMs;
  while (performance.now() < deadlineMs) {
    await sleep(500);
    if (checkDeliveries(readDeliveryLog(path)).lost.length === 0) break;
  }
  await sleep(1_000); // for what comes twice
}
