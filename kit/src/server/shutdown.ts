import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Lifecycle } from './lifecycle.ts';
import { reportToSupervisor } from './supervised.ts';

/** One step of a stop, run in order; one that fails does not keep the rest from running. */
export interface StopStep {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export interface ShutdownOptions {
  readonly lifecycle: Lifecycle;
  /** Milliseconds from "not ready" to the end of accepting. */
  readonly drainWaitMs: number;
  /** After the end of accepting was announced: servers first, pools last. */
  readonly steps: readonly StopStep[];
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** Milliseconds until the process is ended regardless; whoever runs it may kill it a little later. */
export const hardLimitMs = 25_000;

/**
 * The process's only owner of its end. SIGTERM, and the loss of the supervisor that started it:
 * unready, a wait for balancers, the steps, exit 0. SIGINT, a person: the same without the wait. A
 * second signal ends it at once.
 */
export function stopOnSignals(options: ShutdownOptions): void {
  let isStopping = false;
  const stop = (waitMs: number): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    setTimeout(() => process.exit(1), hardLimitMs).unref();
    void leave({ ...options, drainWaitMs: waitMs }).then(() => process.exit(0));
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(options.drainWaitMs));
  reportToSupervisor(options.lifecycle, () => isStopping || stop(options.drainWaitMs));
}

/** Runs the whole order of a stop, once. */
export async function leave({ lifecycle, drainWaitMs, steps, log }: ShutdownOptions): Promise<void> {
  lifecycle.enter('draining');
  await delay(drainWaitMs);
  lifecycle.enter('closing');
  for (const { name, stop } of steps)
    await stop().catch((error: unknown) => log.warn({ err: error, step: name }, 'stop failed'));
  log.info('stopped');
}
