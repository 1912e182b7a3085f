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
  /** Asked before each, with how many there were. */
  readonly isEnough: (sent: number) => boolean;
  readonly log: DeliveryLog;
  readonly make: (index: number) => Sending;
  readonly warmsUp?: boolean;
}

/** What sending took. */
export interface Effort {
  /** Attempts beyond the first of each, by what the answer said instead of yes. */
  readonly retries: ReadonlyMap<string, number>;
  readonly givenUp: number;
  /** The longest time in which something waited and nothing was acknowledged. */
  readonly longestSilenceMs: number;
}

/** Somebody who presses "send" until it is sent gives up after this long. */
const patienceMs = 60_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Sends on a fixed schedule, whatever the answers do (open loop), each until it is acknowledged. */
export async function sendSteadily({ perSecond, isEnough, log, make, warmsUp }: Steady): Promise<Effort> {
  const silence = new Silence();
  const retries = new Map<string, number>();
  const startMs = performance.now();
  const sending: Promise<boolean>[] = [];
  for (let index = 0; !isEnough(index); index += 1) {
    const waitMs = startMs + (index * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const one = make(index);
    for (const stream of one.streams)
      log.write({ op: 'sent', id: one.id, stream, atMs: Date.now(), ...(warmsUp && { warmsUp }) });
    silence.asked();
    sending.push(
      sendUntilAcked(one, log, retries).then((isAcked) => {
        silence.answered();
        return isAcked;
      }),
    );
  }
  const acks = await Promise.all(sending);
  const givenUp = acks.filter((isAcked) => !isAcked).length;
  return { retries, givenUp, longestSilenceMs: silence.longestMs };
}

class Silence {
  #waiting = 0;
  #sinceMs = 0;
  longestMs = 0;

  asked(): void {
    if (this.#waiting === 0) this.#sinceMs = performance.now();
    this.#waiting += 1;
  }

  answered(): void {
    const nowMs = performance.now();
    this.longestMs = Math.max(this.longestMs, nowMs - this.#sinceMs);
    this.#waiting -= 1;
    this.#sinceMs = nowMs;
  }
}

async function sendUntilAcked(
  sending: Sending,
  log: DeliveryLog,
  retries: Map<string, number>,
): Promise<boolean> {
  const deadlineMs = performance.now() + patienceMs;
  for (
    let pauseMs = firstPauseMs;
    performance.now() < deadlineMs;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  ) {
    const refusal = await attempt(sending);
    if (refusal === null) {
      log.write({ op: 'acked', id: sending.id });
      return true;
    }
    retries.set(refusal, (retries.get(refusal) ?? 0) + 1);
    await sleep(pauseMs);
  }
  return false;
}

/**
 * Null when it is acknowledged, else why it may be tried again.
 *
 * @throws {Error} when the system refuses for good: then the test itself is wrong
 */
async function attempt({ by, steps }: Sending): Promise<string | null> {
  for (const { mutation, input } of steps) {
    const answer = await by.ask(mutation, { input }).catch(() => null);
    if (!answer) return 'no answer';
    const { data, errors } = answer.body;
    if (errors) return codeOf(errors[0]?.extensions) ?? String(answer.status);
    if (!data) return String(answer.status);
    const refusal = JSON.stringify(data);
    if (refusal.includes('"code"')) throw new Error(`refused: ${refusal}`);
  }
  return null;
}

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): string | null {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : null;
}
