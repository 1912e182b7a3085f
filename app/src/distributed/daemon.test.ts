import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { Daemon } from './daemon.ts';

/** Has a worker that listens, and prints where. */
const program = `import { spawn } from 'node:child_process';
  const worker = "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log('port ' + s.address().port))";
  spawn(process.execPath, ['-e', worker], { stdio: ['ignore', 'inherit', 'ignore'] });
  setInterval(() => 0, 1000);`;

/** Looks after the program that it is given, as the supervisor does. */
const keeper = `import { Daemon } from ${JSON.stringify(join(import.meta.dirname, 'daemon.ts'))};
  new Daemon({ name: 'x', file: process.execPath, args: process.argv.slice(2), stopSignal: 'SIGTERM',
    onLine: (line) => console.log(line), tell: () => undefined });`;

describe('a program of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moim-daemon-'));
  const lines: string[] = [];
  let daemon: Daemon;
  beforeEach(() => {
    lines.length = 0;
    const file = join(folder, 'program.mjs');
    writeFileSync(file, program);
    const told = { onLine: (line: string) => lines.push(line), tell: () => undefined };
    daemon = new Daemon({ name: 'x', file: process.execPath, args: [file], stopSignal: 'SIGTERM', ...told });
  });
  afterEach(() => daemon.stop());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is started again without what a killed one left behind, e.g. workers on its port', async () => {
    const ports = () => lines.map((line) => Number(/^port (\d+)$/.exec(line)?.[1]));
    await expect.poll(ports).toHaveLength(1);
    daemon.signal('SIGKILL');
    await expect.poll(ports).toHaveLength(2);
    expect(await Promise.all(ports().map(isFreePort))).toEqual([true, false]);
  });

  it('ends when who looks after it was killed', async () => {
    const file = join(folder, 'keeper.mjs');
    writeFileSync(file, keeper);
    const args = [file, join(folder, 'program.mjs')];
    const keeping = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = z.tuple([z.instanceof(Buffer)]).parse(await once(keeping.stdout, 'data'));
    const port = Number(/port (\d+)/.exec(line.toString())?.[1]);
    expect(await isFreePort(port)).toBe(false);
    keeping.kill('SIGKILL');
    await expect.poll(() => isFreePort(port), { timeout: 4_000 }).toBe(true);
  });
});
