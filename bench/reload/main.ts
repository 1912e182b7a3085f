import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startProgram } from '../../tests/e2e/program.ts';
import { openAll } from '../fanout/crowd.ts';
import { residentBytesOf } from '../fanout/measure.ts';
import { serveSubgraphs } from '../fanout/subgraphs.ts';
import { Subscriber } from '../fanout/subscriber.ts';
import { describeMachine } from '../machine.ts';
import { askSteadily } from './ask-steadily.ts';
import { report } from './report.ts';

/** What those notice who ask and listen while one supergraph after another takes the place of the last. */
const roomIds = Array.from({ length: 20 }, (_, index) => `room-${index}`);
const listeners = 1_000;
const reloads = 18;
const everyMs = 3_000;
const postEveryMs = 5;

const machine = describeMachine();
const folder = mkdtempSync(join(tmpdir(), 'moim-reload-'));
const file = join(folder, 'supergraph.graphql');
const subgraphs = await serveSubgraphs();
const { supergraphSdl, supergraphWithNames } = subgraphs;
/** The rest of a plan changes; then the way to where events come from; then both go back. */
const [, roomsUrl = ''] = /graph\(name: "rooms", url: "([^"]+)"/.exec(supergraphSdl) ?? [];
const elsewhere = supergraphSdl.replace(roomsUrl, roomsUrl.replace('127.0.0.1', 'localhost'));
const turns = [supergraphWithNames, elsewhere, supergraphSdl];

/** Never half a file. */
function put(sdl: string): void {
  writeFileSync(`${file}.next`, sdl);
  renameSync(`${file}.next`, file);
}

async function main(): Promise<void> {
  put(supergraphSdl);
  const port = await findFreePort();
  const supergraph = await startProgram('supergraph/src/main.ts', port, {
    ...{ SUPERGRAPH: file, SUPERGRAPH_POLL_MS: '100', LOG_LEVEL: 'error' },
  });
  const url = `ws://127.0.0.1:${port}/graphql`;
  const following = Array.from({ length: listeners }, (_, index) => subscriberTo(url, index));
  try {
    await openAll(following);
    await sleep(2_000);
    const stopPosting = postSteadily();
    const stopAsking = askSteadily(`http://127.0.0.1:${port}/graphql`, 8);
    const rssBefore = residentBytesOf(supergraph.pid);
    for (let turn = 0; turn < reloads; turn += 1) {
      await sleep(everyMs);
      put(turns[turn % turns.length] ?? supergraphSdl);
    }
    await sleep(everyMs);
    const requests = await stopAsking();
    const posts = stopPosting();
    await sleep(3_000);
    const rssAfter = residentBytesOf(supergraph.pid);
    const endings = following.flatMap((one) => one.endings);
    for (const ending of new Set(endings)) process.stderr.write(`  ${ending}\n`);
    const text = report(machine, {
      ...{ reloads, everyMs, listeners, requests, rssBefore, rssAfter },
      events: (posts * listeners) / roomIds.length,
      received: following.reduce((sum, { received }) => sum + received, 0),
      outOfOrder: following.reduce((sum, { gaps }) => sum + gaps, 0),
      dropped: endings.length,
      latenciesMs: following.flatMap(({ latenciesMs }) => latenciesMs),
    });
    const results = join(import.meta.dirname, '..', 'results');
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, 'reload.md'), text);
    process.stdout.write(`\n${text}`);
  } finally {
    for (const one of following) one.cut();
    await supergraph.kill();
  }
}

/** From the first event on, so that whatever is missing is a loss. */
function subscriberTo(url: string, index: number): Subscriber {
  const roomId = roomIds[index % roomIds.length] ?? '';
  const chosen = index % 2 === 0 ? 'seq atMs author { id name }' : 'seq atMs text';
  const query = `subscription ($roomId: ID!, $afterSeq: Int = 0) { posts(roomId: $roomId, afterSeq: $afterSeq) { ${chosen} } }`;
  return new Subscriber(url, { query, variables: { roomId } }, index);
}

/** In one room after another. @returns how to stop, when each has had as many; says how many there were */
function postSteadily(): () => number {
  let posts = 0;
  const post = (): number => subgraphs.post(roomIds[posts++ % roomIds.length] ?? '');
  const posting = setInterval(post, postEveryMs);
  return () => {
    clearInterval(posting);
    while (posts % roomIds.length > 0) post();
    return posts;
  };
}

try {
  await main();
} finally {
  await subgraphs.close();
  rmSync(folder, { recursive: true, force: true });
}
