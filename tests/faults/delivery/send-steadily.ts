import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../e2e/person.ts';
import type { DeliveryLog } from './delivery-log.ts';

/** One thing to send, made so that sending it again is the same thing. */
export interface Sending {
  readonly id: string;
  /** Where it must arrive: a room, or an inbox. */
  readonly streams: readonly string[];
  readonly by: Person;
  readonly steps: readonly { readonly mutation: string; readonly input: Readonly<Record<string, unknown>> }[];
}

export interface Steady {
  readonly perSecond: number;
  readonly count: number;
  readonly log: DeliveryLog;
  readonly make: (index: number) => Sending;
}

/** Somebody who presses "send" until it is sent gives up after this long. */
const patienceMs = 60_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Sends on a fixed schedule, whatever the answers do (open loop), each until it is acknowledged.
 * Answers how many attempts were needed beyond the first, and how many were given up.
 */
export async function sendSteadily({ perSecond, count, log, make }: Steady) {
  const tally = { retries: 0, givenUp: 0 };
  const startMs = performance.now();
  const sending: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = startMs + (index * 1_000) / perSecond;
    if (performance.now() < dueMs) await sleep(dueMs - performance.now());
    sending.push(sendUntilAcked(make(index), log, tally));
  }
  await Promise.all(sending);
  return tally;
}

async function sendUntilAcked(
  sending: Sending,
  log: DeliveryLog,
  tally: { retries: number; givenUp: number },
): Promise<void> {
  const { id, streams } = sending;
  for (const stream of streams) log.write({ op: 'sent', id, stream, atMs: Date.now() });
  const deadlineMs = performance.now() + patienceMs;
  for (
    let pauseMs = firstPauseMs;
    performance.now() < deadlineMs;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  ) {
    if (await isAcked(sending)) return log.write({ op: 'acked', id });
    tally.retries += 1;
    await sleep(pauseMs);
  }
  tally.givenUp += 1;
}

/** @throws {Error} when the system refuses for good: then the test itself is wrong */
async function isAcked({ by, steps }: Sending): Promise<boolean> {
  for (const { mutation, input } of steps) {
    const answer = await by.ask(mutation, { input }).catch(() => null);
    if (!answer?.body.data || answer.body.errors) return false;
    const refusal = JSON.stringify(answer.body.data);
    if (refusal.includes('"code"')) throw new Error(`refused: ${refusal}`);
  }
  return true;
}
