import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostileDocuments } from '../../tests/conformance/hostile/documents.ts';
import { openRawSocket } from '../../tests/conformance/raw-socket.ts';
import { type Person, signUp } from '../../tests/e2e/person.ts';
import { startStack } from '../../tests/e2e/stack.ts';
import { amplePoints } from '../ample-points.ts';
import { describeMachine } from '../machine.ts';
import { GoodClients } from './good-clients.ts';
import { report, type Row } from './report.ts';

/** `npm run bench -- hostile`: how long a refusal takes, and what it costs those who ask something ordinary. */
const attackMs = 3_000;
const subscriptions = 20_000;

async function main(): Promise<void> {
  const machine = describeMachine();
  const stack = await startStack({ execution: 'in-process', hasMetrics: true, environment: amplePoints });
  const metricsUrl = stack.metricsUrls[0] ?? '';
  const [good, attacker] = [await signUp(stack.url), await signUp(stack.url)];
  const clients = new GoodClients(good);
  const rows: Row[] = [];
  const measure = async (name: string, attack: () => Promise<number[]>) => {
    await readProcess(metricsUrl); // the lag since the scrape before
    clients.take();
    const refusalsMs = await attack();
    rows.push({ name, refusalsMs, ...clients.take(), ...(await readProcess(metricsUrl)) });
  };
  try {
    await sleep(attackMs);
    await measure('nothing', () => sleep(attackMs, []));
    for (const { name, query } of hostileDocuments) await measure(name, () => repeat(attacker, query));
    await measure('20,000 subscriptions on one socket', () => subscribeTooOften(stack.url, attacker));
    await clients.stop();
  } finally {
    await Promise.all([good.close(), attacker.close()]);
    await stack.close();
  }
  const text = report(machine, rows);
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hostile.md'), text);
  process.stdout.write(`\n${text}`);
}

/** One after the other, as fast as they are refused. */
async function repeat(attacker: Person, query: string): Promise<number[]> {
  const tookMs: number[] = [];
  const endMs = performance.now() + attackMs;
  while (performance.now() < endMs) {
    const startMs = performance.now();
    const { body } = await attacker.ask(query);
    if (body.data) throw new Error(`this was not refused: ${query.slice(0, 80)}`);
    tookMs.push(performance.now() - startMs);
  }
  return tookMs;
}

/** One value: from the first to the end of the socket. */
async function subscribeTooOften(url: string, { accessToken }: Person): Promise<number[]> {
  const socket = await openRawSocket(url);
  await socket.init({ authorization: `Bearer ${accessToken}` });
  const startMs = performance.now();
  const query = 'subscription { inboxChanged { seq } }';
  for (let id = 0; id < subscriptions; id += 1) socket.subscribe(String(id), query);
  await socket.closed;
  return [performance.now() - startMs];
}

async function readProcess(url: string): Promise<{ readonly lagMs: number; readonly memoryMb: number }> {
  const text = await (await fetch(url)).text();
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    lagMs: read('nodejs_eventloop_lag_max_seconds') * 1_000,
    memoryMb: read('process_resident_memory_bytes') / 2 ** 20,
  };
}

await main();
