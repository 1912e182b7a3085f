import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startTestRedis } from '@moim/kit/testing/redis-server.ts';
import { describeMachine } from '../../../bench/machine.ts';
import { play } from '../../../bench/split/play.ts';
import { type Stack, startStack } from '../../e2e/stack.ts';
import { seededRandom } from '../random.ts';
import { falter } from '../stale/falter.ts';
import { loseReplica } from './lose-replica.ts';
import { findOwnWrites } from './own-writes.ts';
import { reportOf, type Share, shareOf } from './report.ts';
import { asked, connect, findPolling, readsOn } from './servers.ts';
import { amplePoints } from '../../../bench/ample-points.ts';

/**
 * `npm run faults -- replica [--loops 2000] [--seconds 20] [--per-second 30] [--seed 1]`: the product over a
 * primary and a standby, through its API. Fails when a client hears of the replica's death, when it is not
 * read again afterwards, when it has less than 80 % of the reads while it is well, or when somebody misses
 * on one device what they wrote on another.
 */
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    loops: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    'per-second': { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
});
const [loops, seconds, seed] = [Number(values.loops), Number(values.seconds), Number(values.seed)];
const perSecond = Number(values['per-second']);
const members = 8;
const healthyShare = 0.8;
/** Until nobody distrusts the store of positions any more, and polling has shown all its names. */
const idleMs = 8_000;
/** After its first query a supergraph reads the primary for six seconds: it cannot know what was written before. */
const settleMs = 8_000;

interface Setting {
  readonly stack: Stack;
  readonly replicaUrl: string;
  readonly polling: ReadonlySet<string>;
}

async function measureShare(readsInTen: number, { stack, replicaUrl, polling }: Setting): Promise<Share> {
  const servers = [stack.databaseUrl, replicaUrl];
  const before = await Promise.all(servers.map(readsOn));
  const played = await play({ url: stack.url, readsInTen, perSecond, seconds });
  const after = await Promise.all(servers.map(readsOn));
  const [primary = 0, replica = 0] = after.map((counts, i) => asked(before[i] ?? new Map(), counts, polling));
  return { name: `${readsInTen} : ${10 - readsInTen}`, played, primary, replica };
}

async function lookForOwnWrites({ stack, replicaUrl }: Setting) {
  const [first = stack.url, second = stack.url] = stack.urls;
  const replica = await connect(replicaUrl);
  const stop = falter(replica, seededRandom(seed));
  try {
    return await findOwnWrites({ urls: [first, second], loops, members });
  } finally {
    await stop();
    await replica.end();
  }
}

const tell = (sentence: string): void => void process.stderr.write(`  ${sentence}\n`);

async function run(stack: Stack): Promise<void> {
  const { replicaUrl } = stack;
  if (replicaUrl === null) throw new Error('the stack has no replica');
  const machine = describeMachine();
  await sleep(2_000); // what a start does once is no polling
  tell('listening to what is asked while nobody uses it');
  const polling = await findPolling([stack.databaseUrl, replicaUrl], idleMs);
  const setting = { stack, replicaUrl, polling };
  await play({ url: stack.url, readsInTen: 10, perSecond: 10, seconds: 2 });
  await sleep(settleMs);
  tell('reading, and reading and writing');
  const shares = [await measureShare(10, setting), await measureShare(8, setting)];
  tell('writing on one device and reading on the other');
  const found = await lookForOwnWrites(setting);
  tell('killing the replica');
  const lost = await loseReplica({ ...setting, url: stack.url, perSecond, seconds: seconds * 2 });
  const text = reportOf({ machine, perSecond, seconds, seed, members, shares, lost, found });
  writeFileSync(join(import.meta.dirname, '../../../bench/results/replica.md'), text);
  process.stdout.write(`\n${text}\n${found.errors.slice(0, 5).join('\n')}\n`);
  const [healthy] = shares;
  const isServed = healthy !== undefined && shareOf(healthy) >= healthyShare;
  const isUnheard = lost.failures === 0 && lost.backAfterMs !== null;
  const isFresh = found.stale === 0 && found.behind > 0 && found.errors.length === 0;
  if (!isServed || !isUnheard || !isFresh) process.exitCode = 1;
}

const redis = await startTestRedis();
try {
  const environment = { ...amplePoints, REDIS_URL: redis.url };
  const stack = await startStack({ execution: 'processes', hasReplica: true, supergraphs: 2, environment });
  await run(stack).finally(() => stack.close());
} finally {
  await redis.close();
}
