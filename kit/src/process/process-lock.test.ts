import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownIdentity } from '../db/embedded-postgres/processes.ts';
import { withProcessLock } from './process-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moim-lock-'));
  file = join(folder, 'building');
});
afterEach(() => rmSync(folder, { recursive: true }));

const own = ownIdentity().replace(' ', '-');
const dead = ['building', 'building.2147483646-1-a', 'building.2147483645--b', 'building.17'];

describe('a lock of processes', () => {
  it('is held by one at a time of those in this process, and leaves nothing behind', async () => {
    let [inside, most] = [0, 0];
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => withProcessLock(file, work, { lookAgainMs: 1 })));
    expect([most, readdirSync(folder)]).toEqual([1, []]);
  });

  it.each(dead)('is nobody any more when the holder named by %s has died', async (name) => {
    writeFileSync(join(folder, name), '2147483646 1');
    expect(await withProcessLock(file, async () => readdirSync(folder).length, { lookAgainMs: 1 })).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is let go when the work fails', async () => {
    const fail = () => Promise.reject(new Error('no'));
    await expect(withProcessLock(file, fail, { lookAgainMs: 1 })).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['building', ownIdentity()],
    [`building.${own}-a`, ''],
  ])('held as %s is waited for until one is told to give up', async (name, text) => {
    writeFileSync(join(folder, name), text);
    const signal = AbortSignal.timeout(30);
    const waiting = withProcessLock(file, async () => 'done', { lookAgainMs: 1, signal });
    await expect(waiting).rejects.toThrow('aborted');
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('is not mistaken for another one', async () => {
    writeFileSync(join(folder, `buildings.${own}-a`), '');
    expect(await withProcessLock(file, async () => 'done', { lookAgainMs: 1 })).toBe('done');
  });

  it('is held by one at a time of several processes that all find the locks of dead ones', async () => {
    const program = `
      import { appendFileSync, writeFileSync } from 'node:fs';
      import { withProcessLock } from ${JSON.stringify(fileURLToPath(new URL('process-lock.ts', import.meta.url)))};
      const [file, log] = process.argv.slice(2);
      for (let n = 0; n < 40; n += 1) {
        writeFileSync(file, '2147483646 1');
        writeFileSync(file + '.2147483646-1-' + process.pid, '');
        await withProcessLock(file, async () => {
          appendFileSync(log, 'in ' + process.pid + '\\n');
          await new Promise((resolve) => setTimeout(resolve, 1));
          appendFileSync(log, 'out ' + process.pid + '\\n');
        }, { lookAgainMs: 1 });
      }`;
    const [log, script] = [join(folder, 'log'), join(folder, 'contend.mjs')];
    writeFileSync(script, program);
    const run = () =>
      new Promise((resolve) =>
        spawn(process.execPath, [script, file, log], { stdio: 'inherit' }).once('exit', resolve),
      );
    expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const turns = lines.filter((_, index) => index % 2 === 0);
    expect(lines).toHaveLength(240);
    expect(lines.filter((_, index) => index % 2 === 1)).toEqual(
      turns.map((line) => line.replace('in', 'out')),
    );
  });
});
