import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { Daemon } from './daemon.ts';

/** Has a worker that listens, and prints where. */
const program = `import { spawn } from 'node:child_process';
  const worker = "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log('port ' + s.address().port))";
  spawn(process.execPath, ['-e', worker], { stdio: ['ignore', 'inherit', 'ignore'] });
  setInterval(() => 0, 1000);`;

describe('a program of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'moim-daemon-'));
  const lines: string[] = [];
  let daemon: Daemon;
  beforeEach(() => {
    const file = join(folder, 'program.mjs');
    writeFileSync(file, program);
    const told = { onLine: (line: string) => lines.push(line), tell: () => undefined };
    daemon = new Daemon({ name: 'x', file: process.execPath, args: [file], stopSignal: 'SIGTERM', ...told });
  });
  afterEach(async () => {
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is started again without what a killed one left behind, e.g. workers on its port', async () => {
    const ports = () => lines.map((line) => Number(/^port (\d+)$/.exec(line)?.[1]));
    await expect.poll(ports).toHaveLength(1);
    daemon.signal('SIGKILL');
    await expect.poll(ports).toHaveLength(2);
    expect(await Promise.all(ports().map(isFreePort))).toEqual([true, false]);
  });
});
