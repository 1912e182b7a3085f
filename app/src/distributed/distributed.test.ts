import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../configuration.ts';
import { Backoff } from './backoff.ts';
import { childLimits, killedAfterMs } from './child.ts';
import { renderNginx } from './nginx.ts';
import { services } from './plan.ts';
import { readReplicaCounts } from './replica-counts.ts';
import { Slot } from './slot.ts';

describe('the plan', () => {
  it('names files that are there, each service once, each on a port of its own', () => {
    for (const { file } of services) expect(existsSync(join(root, file))).toBe(true);
    expect(new Set(services.map(({ name }) => name)).size).toBe(7);
    expect(new Set(services.map(({ port }) => port)).size).toBe(7);
  });

  it('gives no subgraph the database of another', () => {
    for (const { name, variables } of services) {
      const databases = variables.filter((variable) => variable.startsWith('DATABASE_'));
      const own = ['DATABASE_URL', 'DATABASE_REPLICA_URLS'].map((kind) => `${kind}_${name.toUpperCase()}`);
      expect(databases).toEqual(name === 'supergraph' ? [] : own);
    }
  });
});

describe('--replicas', () => {
  it('counts one of everything that is not named', () => {
    expect(readReplicaCounts([]).get('messaging')).toBe(1);
    for (const args of [['--replicas', 'messaging=2,supergraph=3'], ['--replicas=messaging=2,supergraph=3']])
      expect([...readReplicaCounts(args)].filter(([, count]) => count > 1)).toEqual([
        ['messaging', 2],
        ['supergraph', 3],
      ]);
  });

  it.each([
    ['--replica messaging=2', 'is not understood'],
    ['--replicas', 'is not understood'],
    ['--replicas chat=2', 'There is no service "chat"'],
    ['--replicas messaging=0', 'from 1 to 16'],
    ['--replicas messaging=two', 'from 1 to 16'],
    ['--replicas messaging', 'from 1 to 16'],
  ])('refuses %s', (text, message) => {
    expect(() => readReplicaCounts(text.split(' '))).toThrow(message);
  });
});

describe('what keeps ending', () => {
  it('is started again later and later, and reported once', () => {
    let nowMs = 0;
    const backoff = new Backoff(
      () => nowMs,
      () => 1,
    );
    const waits: number[] = [];
    const loops: boolean[] = [];
    for (let count = 0; count < 9; count += 1) {
      waits.push(backoff.next(0));
      loops.push(backoff.isNewLoop());
      nowMs += 1_000;
    }
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    expect(loops.filter(Boolean)).toHaveLength(1);
    expect(loops.indexOf(true)).toBe(4);
    expect(backoff.next(60_000)).toBe(100);
  });
});

it('tells nginx where the supergraphs serve', () => {
  const text = renderNginx('listen ${MOIM_LISTEN};\n${MOIM_UPSTREAMS}\nproxy_set_header Host $http_host;', {
    listen: '127.0.0.1:4000',
    ports: [4001, 4002],
  });
  expect(text).toBe(`listen 127.0.0.1:4000;
server 127.0.0.1:4001 max_fails=1 fail_timeout=1s;
  server 127.0.0.1:4002 max_fails=1 fail_timeout=1s;
proxy_set_header Host $http_host;`);
});

it('lets nginx open the door before anybody serves behind it', () => {
  const text = renderNginx('upstream x {\n${MOIM_UPSTREAMS}\n}', { listen: '127.0.0.1:4000', ports: [] });
  expect(text).toBe('upstream x {\nserver 127.0.0.1:1 down;\n}');
});

describe('a replica', () => {
  let folder: string;
  const told: string[] = [];
  let slot: Slot | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'moim-slot-'));
  });
  afterEach(() => slot?.stop('SIGINT'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** @param text - the program; `serve` tells the supervisor that it serves, every 100 ms */
  function replica(text: string): Slot {
    const file = join(folder, 'program.mjs');
    writeFileSync(
      file,
      `const serve = () => { setInterval(() => process.send({ phase: 'serving' }), 100);
         process.send({ phase: 'serving' }); };
       process.on('SIGTERM', () => process.exit(0)).on('SIGINT', () => process.exit(0));
       console.log('port ' + process.env.PORT);
       ${text}`,
    );
    told.length = 0;
    slot = new Slot({
      name: 'program-1',
      file,
      ports: [4_001, 4_002],
      environmentFor: (port) => ({ PORT: String(port) }),
      onLine: (line) => told.push(line),
      tell: (sentence) => told.push(sentence),
      onChange: () => Promise.resolve(),
      limits: { startMs: 20_000, silenceMs: 600, stopMs: 2_000 },
    });
    return slot;
  }
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('is started again on its other port when it is killed', async () => {
    const running = replica('serve();');
    expect(await running.start()).toBe(true);
    process.kill(running.pid ?? 0, 'SIGKILL');
    await until(() => running.port === 4_002);
    expect(told).toEqual(['port 4001', 'program-1 ended (SIGKILL) and is started again.', 'port 4002']);
  });

  it('is killed within five seconds', () => {
    expect(killedAfterMs(childLimits)).toBeLessThanOrEqual(5_000);
  });

  it('is killed and started again when its event loop stands', async () => {
    const running = replica(
      `serve(); if (process.env.PORT === '4001') setTimeout(() => { for (;;); }, 200);`,
    );
    expect(await running.start()).toBe(true);
    await until(() => running.port === 4_002);
    expect(told[1]).toMatch(/^program-1 ended \(its event loop stood for \d\.\d s\)/);
  });

  it('is killed and started again when it was stopped', async () => {
    const running = replica('serve();');
    await running.start();
    process.kill(running.pid ?? 0, 'SIGSTOP');
    await until(() => running.port === 4_002);
    expect(told[1]).toMatch(/^program-1 ended \(its event loop stood for \d\.\d s\)/);
  });

  it('is replaced by one that serves before the old one ends', async () => {
    const running = replica('serve();');
    await running.start();
    const old = running.pid;
    expect(await running.replace()).toBe(true);
    expect(running.port).toBe(4_002);
    expect(running.pid).not.toBe(old);
    expect(told).toEqual(['port 4001', 'port 4002']);
  });

  it('stays when the one that is to replace it does not start', async () => {
    const running = replica(`if (process.env.PORT === '4002') process.exit(3); serve();`);
    await running.start();
    expect(await running.replace()).toBe(false);
    expect(running.port).toBe(4_001);
    expect(told.at(-1)).toBe('program-1 was not replaced: exit code 3');
  });
});
