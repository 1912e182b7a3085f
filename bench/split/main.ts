import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '../../tests/e2e/stack.ts';
import { amplePoints } from '../ample-points.ts';
import { describeMachine } from '../machine.ts';
import { play } from './play.ts';
import { type Row, report } from './report.ts';
import { openServer } from './server-load.ts';

/** Reads in ten operations; the rest are messages that somebody sends. */
const mixes = [2, 8];
const perSecond = 40;
const seconds = 20;
/** After its first query a supergraph reads the primary for six seconds: it cannot know what was written before. */
const settleMs = 7_000;

/** What a replica takes off the primary, at the same operations through the API. */
async function main(): Promise<void> {
  const machine = describeMachine();
  const rows: Row[] = [];
  for (const hasReplica of [false, true]) rows.push(...(await measure(hasReplica)));
  const text = report({ machine, perSecond, seconds }, rows);
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'split.md'), text);
  process.stdout.write(`\n${text}`);
}

async function measure(hasReplica: boolean): Promise<Row[]> {
  const stack = await startStack({ execution: 'in-process', hasReplica, environment: amplePoints });
  const primary = await openServer(stack.databaseUrl);
  const replica = stack.replicaUrl === null ? null : await openServer(stack.replicaUrl);
  const rows: Row[] = [];
  try {
    await play({ url: stack.url, readsInTen: 10, perSecond: 10, seconds: 1 });
    await sleep(settleMs);
    for (const readsInTen of mixes) {
      const loads = [primary, ...(replica ? [replica] : [])].map((server) => server.measure());
      const started = await Promise.all(loads);
      const { latenciesMs, failures } = await play({ url: stack.url, readsInTen, perSecond, seconds });
      const [onPrimary, onReplica = null] = await Promise.all(started.map((stop) => stop()));
      if (onPrimary) rows.push({ hasReplica, readsInTen, onPrimary, onReplica, latenciesMs, failures });
    }
  } finally {
    await replica?.close();
    await primary.close();
    await stack.close();
  }
  return rows;
}

await main();
