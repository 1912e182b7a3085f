import { Agent } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { answerMain } from './answer-main.ts';
import { postJson } from './post-json.ts';

/** People who ask something ordinary on a fixed schedule, whatever the answers do; a process of their own. */
const perSecond = 125;
const query = '{ me { id member { name } } }';

const message = z.object({ url: z.string(), authorizations: z.array(z.string()), forMs: z.number() });

/** Milliseconds, one an answer. */
export interface GoodSample {
  readonly latenciesMs: readonly number[];
  readonly failures: number;
  /** The longest delay of this process's own loop: what of the latencies is its own doing. */
  readonly ownLagMs: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 100 });
const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();

async function ask({ url, authorizations, forMs }: z.output<typeof message>): Promise<GoodSample> {
  delay.reset();
  const latenciesMs: number[] = [];
  let failures = 0;
  const startMs = performance.now();
  const one = async (index: number, dueMs: number) => {
    const authorization = authorizations[index % authorizations.length] ?? '';
    const answer = await postJson(url, { query }, { agent, headers: { authorization } });
    latenciesMs.push(performance.now() - dueMs); // who waits for a blocked server waits too
    if (answer.status !== 200 || answer.text.includes('"errors"')) failures += 1;
  };
  const asking: Promise<void>[] = [];
  for (let index = 0; index < (forMs * perSecond) / 1_000; index += 1) {
    const dueMs = startMs + (index * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    asking.push(one(index, dueMs));
  }
  await Promise.all(asking);
  return { latenciesMs, failures, ownLagMs: Math.max(0, delay.max / 1e6 - 2) };
}

answerMain((received) => ask(message.parse(received)));
