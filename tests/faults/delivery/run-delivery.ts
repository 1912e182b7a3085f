import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkDeliveries, type Deliveries } from './check-deliveries.ts';
import { DeliveryLog, readDeliveryLog } from './delivery-log.ts';
import type { Traffic } from './room-traffic.ts';
import { sendSteadily } from './send-steadily.ts';

export interface DeliveryRun {
  readonly url: string;
  readonly open: (url: string, log: DeliveryLog) => Promise<Traffic>;
  /** Things that arrive at readers, at least. */
  readonly count: number;
  readonly perSecond: number;
  /** Plays the faults until the signal. Answers how many there were. */
  readonly disturb: (signal: AbortSignal) => Promise<number>;
}

export interface DeliveryOutcome extends Deliveries {
  readonly faults: number;
  readonly retries: number;
  readonly givenUp: number;
  readonly resumptions: number;
}

/** After the last fault everything must have arrived within this. */
const drainMs = 30_000;

/** Sends at a steady rate while faults are played, and checks what the clients wrote down. */
export async function runDelivery({
  url,
  open,
  count,
  perSecond,
  disturb,
}: DeliveryRun): Promise<DeliveryOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-delivery-'));
  const path = join(folder, 'deliveries.log');
  const log = new DeliveryLog(path);
  const traffic = await open(url, log);
  const reading = traffic.readers.map((reader) => reader.run());
  const calm = new AbortController();
  const disturbing = disturb(calm.signal);
  const { perSending } = traffic;
  const sent = await sendSteadily({
    count: Math.ceil(count / perSending),
    perSecond: perSecond / perSending,
    log,
    make: traffic.make,
  });
  calm.abort();
  const faults = await disturbing;
  await untilArrived(path);
  for (const reader of traffic.readers) reader.stop();
  await Promise.all(reading);
  const deliveries = checkDeliveries(readDeliveryLog(path));
  const resumptions = traffic.readers.reduce((sum, reader) => sum + reader.resumptions, 0);
  await traffic.close();
  rmSync(folder, { recursive: true, force: true });
  return { ...deliveries, ...sent, faults, resumptions };
}

/** Longer than needed costs nothing; what is late is not lost. What never comes is. */
async function untilArrived(path: string): Promise<void> {
  const deadline = performance.now() + drainMs;
  while (performance.now() < deadline) {
    await sleep(500);
    if (checkDeliveries(readDeliveryLog(path)).lost.length === 0) break;
  }
  await sleep(1_000); // for what comes twice
}
