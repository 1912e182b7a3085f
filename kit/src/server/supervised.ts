import { z } from 'zod';
import type { Lifecycle } from './lifecycle.ts';

/** Milliseconds between two signs of life. */
const beatEveryMs = 1_000;

/** What a process says to the supervisor that started it; silence means that its event loop stands. */
export const beat = z.object({ phase: z.enum(['starting', 'serving', 'draining', 'closing']) });

/**
 * Tells the supervisor, if one started this process, where the process stands: at every change and
 * every second. It comes from the event loop, so a loop that stands is heard by its silence.
 *
 * @param onLost - the supervisor is gone: nobody would ever stop this process
 */
export function reportToSupervisor(lifecycle: Lifecycle, onLost: () => void): void {
  if (!process.send) return;
  const report = (): void => void process.send?.({ phase: lifecycle.phase }, undefined, {}, () => undefined);
  lifecycle.onChange(report);
  report();
  setInterval(report, beatEveryMs).unref();
  process.once('disconnect', onLost);
  if (!process.connected) onLost(); // it went while this process was starting
}
