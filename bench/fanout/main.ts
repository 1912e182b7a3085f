import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startProgram } from '../../tests/e2e/program.ts';
import { pin } from '../gateway/processes.ts';
import { describeMachine } from '../machine.ts';
import { type Figures, type Place, type Scene, watch } from './crowd.ts';
import { reconnectAll } from './reconnect.ts';
import { report } from './report.ts';
import { distinct, returning, rooms, shared } from './scenes.ts';
import { serveSubgraphs } from './subgraphs.ts';

/** What it costs to tell many of one thing. */
const machine = describeMachine();
const folder = mkdtempSync(join(tmpdir(), 'moim-fanout-'));
const subgraphs = await serveSubgraphs();
const file = join(folder, 'supergraph.graphql');
writeFileSync(file, subgraphs.supergraphSdl);
pin([process.pid], 1);

/** A fresh supergraph for each: memory is compared with that of an empty one. */
async function inPlace<Result>(use: (place: Place) => Promise<Result>): Promise<Result> {
  const port = await findFreePort();
  const supergraph = await startProgram('supergraph/src/main.ts', port, {
    SUPERGRAPH: file,
    LOG_LEVEL: 'error',
  });
  pin([supergraph.pid], 0);
  try {
    return await use({ url: `ws://127.0.0.1:${port}/graphql`, pid: supergraph.pid, subgraphs });
  } finally {
    await supergraph.kill();
    await sleep(1_000);
  }
}

async function watchOne(name: string, scene: (place: Place) => Scene): Promise<Figures> {
  process.stderr.write(`  ${name}\n`);
  return inPlace((place) => watch(place, scene(place)));
}

try {
  const rows = [
    await watchOne('one operation', shared),
    await watchOne('rooms', rooms),
    await watchOne('distinct operations', distinct),
  ];
  process.stderr.write('  coming back\n');
  const text = report(machine, rows, await inPlace((place) => reconnectAll(place, returning(place))));
  const results = join(import.meta.dirname, '..', 'results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'fanout.md'), text);
  process.stdout.write(`\n${text}`);
} finally {
  await subgraphs.close();
  rmSync(folder, { recursive: true, force: true });
}
