import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startProgram } from '../../tests/e2e/program.ts';
import { pin } from '../gateway/processes.ts';
import { describeMachine } from '../machine.ts';
import { type Place, watch } from './crowd.ts';
import { reconnectAll } from './reconnect.ts';
import { report, rowOf, rowOfReturn } from './report.ts';
import { distinct, members, returning, rooms, shared } from './scenes.ts';
import { serveSubgraphs } from './subgraphs.ts';

/** What it costs to tell many of one thing. */
const machine = describeMachine();
const folder = mkdtempSync(join(tmpdir(), 'moim-fanout-'));
const keys = generateInternalKeyPair();
const [ofNobody, ofMembers] = [await serveSubgraphs(), await serveSubgraphs(keys.publicKey)];
pin([process.pid], 1);

const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** In front of whom nobody says who he is, and in front of whom each is a member. */
const sides = {
  nobody: { program: 'supergraph/src/main.ts', subgraphs: ofNobody },
  members: { program: 'bench/fanout/members-main.ts', subgraphs: ofMembers },
} as const;

/** A fresh supergraph for each: memory is compared with that of an empty one. */
async function inPlace<Result>(
  use: (place: Place) => Promise<Result>,
  side: keyof typeof sides = 'nobody',
): Promise<Result> {
  const { program, subgraphs } = sides[side];
  const file = join(folder, `${side}.graphql`);
  writeFileSync(file, subgraphs.supergraphSdl);
  const port = await findFreePort();
  const inspectorPort = await findFreePort();
  const supergraph = await startProgram(program, port, {
    SUPERGRAPH: file,
    INTERNAL_TOKEN_PRIVATE_KEY: privateKey,
    LOG_LEVEL: 'error',
    NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspectorPort}`, // where, once it is asked for
  });
  pin([supergraph.pid], 0);
  try {
    return await use({
      url: `ws://127.0.0.1:${port}/graphql`,
      pid: supergraph.pid,
      inspectorPort,
      subgraphs,
    });
  } finally {
    await supergraph.kill();
    await sleep(1_000);
  }
}

const scenes = {
  shared: async () => [rowOf(await inPlace((place) => watch(place, shared(place))))],
  rooms: async () => [rowOf(await inPlace((place) => watch(place, rooms(place))))],
  members: async () => [rowOf(await inPlace((place) => watch(place, members(place)), 'members'))],
  distinct: async () => [rowOf(await inPlace((place) => watch(place, distinct(place))))],
  returning: async () => [rowOfReturn(await inPlace((place) => reconnectAll(place, returning(place))))],
};
const isScene = (name: string): name is keyof typeof scenes => Object.hasOwn(scenes, name);

/** `npm run bench -- fanout rooms`: a scene takes its lines in the table anew and leaves the others. */
const wanted = process.argv.slice(3);
const unknown = wanted.filter((name) => !isScene(name));

try {
  if (unknown.length > 0) throw new Error(`There are the scenes ${Object.keys(scenes).join(', ')}.`);
  const results = join(import.meta.dirname, '..', 'results');
  mkdirSync(results, { recursive: true });
  const file = join(results, 'fanout.md');
  for (const name of Object.keys(scenes).filter(isScene)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`  ${name}\n`);
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    writeFileSync(file, report(machine, await scenes[name](), before));
  }
  process.stdout.write(`\n${readFileSync(file, 'utf8')}`);
} finally {
  await Promise.all([ofNobody.close(), ofMembers.close()]);
  rmSync(folder, { recursive: true, force: true });
}
