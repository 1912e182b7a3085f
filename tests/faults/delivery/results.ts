import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeMachine } from '../../../bench/machine.ts';
import { rowOf, type Reported, tableHead } from './report.ts';

const folder = join(import.meta.dirname, '..', 'results');
const kept = z.array(z.object({ key: z.string(), machine: z.string(), row: z.string() }));
const heading = [
  '# Delivery',
  '',
  '`npm run faults -- delivery --save`: the supervisor that ships, one process a service, two of messaging and two of',
  'the supergraph behind nginx, embedded PostgreSQL with its standby, a Redis of its own; clients, servers and faults',
  'share the machine. Sent on a fixed schedule whatever the answers do, after a warm-up at half the rate; latency is',
  'from the first attempt to send to each receipt; the longest silence is the longest time in which something waited',
  'and nothing was acknowledged. The checker reads nothing but what the clients wrote down.',
  '',
];

/** Puts the run in the place of an earlier one of the same kind. */
export function saveRun(run: Reported): void {
  mkdirSync(folder, { recursive: true });
  const json = join(folder, 'delivery.json');
  const key = [run.what, run.count, run['per-second'], run.faults, run.seed].join(' ');
  const before = existsSync(json) ? kept.parse(JSON.parse(readFileSync(json, 'utf8'))) : [];
  const others = before.filter((one) => one.key !== key);
  const runs = [...others, { key, machine: describeMachine(), row: rowOf(run) }];
  writeFileSync(json, `${JSON.stringify(runs, null, 2)}\n`);
  const machines = runs.map(({ machine }, index) => `${index + 1}. ${machine}`);
  const table = [...tableHead, ...runs.map(({ row }) => row)];
  const lines = [...heading, ...table, '', 'Machines, in the order of the rows:', '', ...machines];
  writeFileSync(join(folder, 'delivery.md'), `${lines.join('\n')}\n`);
}
