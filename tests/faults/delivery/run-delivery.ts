import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Costs } from './costs.ts';
import { checkDeliveries, type Deliveries } from './check-deliveries.ts';
import { DeliveryLog, readDeliveryLog } from './delivery-log.ts';
import type { Traffic } from './room-traffic.ts';
import { type Effort, sendSteadily } from './send-steadily.ts';

export interface DeliveryRun {
  readonly url: string;
  readonly open: (url: string, log: DeliveryLog) => Promise<Traffic>;
  /** Things that arrive at readers, at least. */
  readonly count: number;
  readonly perSecond: number;
  /** Plays the faults, at most until the signal, which comes after `count`. Answers how many there were. */
  readonly disturb: (signal: AbortSignal) => Promise<number>;
  /** Sending goes on until the faults have been played; the signal does not come. */
  readonly outlastsFaults?: boolean;
  /** Counts what the sending takes, from its start until all has arrived. */
  readonly countCosts?: () => Promise<() => Promise<Costs>>;
}

export interface DeliveryOutcome extends Deliveries, Effort {
  readonly faults: number;
  readonly resumptions: number;
  /** From the first sending that counts to the last acknowledgement. */
  readonly sendingMs: number;
  readonly costs: Costs | null;
}

/** After the last fault everything must have arrived within this. */
const drainMs = 60_000;
/** Before anything is measured or broken: processes compile what they run often. */
const warmUpMs = 8_000;

/** Sends at a steady rate while faults are played, and checks what the clients wrote down. */
export async function runDelivery(run: DeliveryRun): Promise<DeliveryOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-delivery-'));
  const path = join(folder, 'deliveries.log');
  const log = new DeliveryLog(path);
  const traffic = await run.open(run.url, log);
  try {
    const reading = traffic.readers.map((reader) => reader.run());
    const sent = await sendAndDisturb(run, traffic, log);
    await untilArrived(path);
    for (const reader of traffic.readers) reader.stop();
    await Promise.all(reading);
    const resumptions = traffic.readers.reduce((sum, reader) => sum + reader.resumptions, 0);
    return { ...checkDeliveries(readDeliveryLog(path)), ...sent, resumptions };
  } finally {
    await traffic.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sendAndDisturb(run: DeliveryRun, { perSending, make }: Traffic, log: DeliveryLog) {
  const perSecond = run.perSecond / perSending;
  await warmUp(perSecond / 2, log, make);
  const ending = new AbortController();
  let isDisturbed = true;
  const disturbing = run.disturb(ending.signal).finally(() => (isDisturbed = false));
  disturbing.catch(() => undefined); // thrown below, once nothing is being sent any more
  const least = Math.ceil(run.count / perSending);
  const isEnough = (sent: number) => sent >= least && !(run.outlastsFaults && isDisturbed);
  const stopCounting = await run.countCosts?.();
  const startMs = performance.now();
  const effort = await sendSteadily({ perSecond, isEnough, log, make });
  const sendingMs = performance.now() - startMs;
  ending.abort();
  return { ...effort, sendingMs, costs: (await stopCounting?.()) ?? null, faults: await disturbing };
}

async function warmUp(perSecond: number, log: DeliveryLog, make: Traffic['make']): Promise<void> {
  const isEnough = (sent: number) => sent >= (perSecond * warmUpMs) / 1_000;
  await sendSteadily({ perSecond, isEnough, log, make, warmsUp: true });
}

/** Longer than needed costs nothing; what is late is not lost. What never comes is. */
async function untilArrived(path: string): Promise<void> {
  const deadline = performance.now() + drainMs;
  while (performance.now() < deadline) {
    await sleep(1_000);
    if (checkDeliveries(readDeliveryLog(path)).lost.length === 0) break;
  }
  await sleep(1_000); // for what comes twice
}
