import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { findRunningPostmaster } from '../postmaster.ts';
import type { Standby, StandbyOrigin } from './join-standby.ts';
import { connectPrimary, findSlot } from './replication-slot.ts';

export interface KeepStandbyOptions {
  readonly standby: Standby;
  readonly join: () => Promise<StandbyOrigin>;
  readonly onJoined: (origin: StandbyOrigin) => void;
  readonly checkEveryMs: number;
  readonly signal: AbortSignal;
  readonly log?: Pick<Logger, 'info' | 'warn'> | undefined;
}

/** A standby asks its primary again every 500 ms: after three looks it is not coming back by itself. */
const patience = 3;
const [firstPauseMs, longestPauseMs] = [1_000, 60_000];

/** Joins, looks after the standby and joins again, until the signal. Nothing here is fatal: the primary serves. */
export async function keepStandby(options: KeepStandbyOptions): Promise<void> {
  const { join, onJoined, signal, log } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const origin = await join();
      failures = 0;
      onJoined(origin);
      log?.info({ origin }, 'the standby has joined');
      await untilUnwell(options);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log?.warn({ err: error, failures }, 'the standby did not join; the primary serves all reads');
      await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)), signal);
    }
  }
}

async function untilUnwell({ standby, checkEveryMs, signal }: KeepStandbyOptions): Promise<void> {
  const { primaryUrl, location } = standby;
  for (let unwell = 0; unwell < patience && !signal.aborted;) {
    await pause(checkEveryMs, signal);
    if (!findRunningPostmaster(location.cluster)) return;
    const isWell = await isStreaming(primaryUrl);
    if (isWell !== null) unwell = isWell ? 0 : unwell + 1;
  }
}

/** Null: the primary does not answer, which says nothing about the standby. */
async function isStreaming(primaryUrl: string): Promise<boolean | null> {
  const primary = await connectPrimary(primaryUrl).catch(() => null);
  try {
    return primary && ((await findSlot(primary))?.isStreaming ?? false);
  } catch {
    return null;
  } finally {
    await primary?.end().catch(() => undefined);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
