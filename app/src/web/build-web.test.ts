import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildWeb } from './build-web.ts';

/** Stands in for Vite: empties the folder, takes its time and notes what it did. */
const vite = `
const { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
appendFileSync('../builds', existsSync('build/half') ? 'over another, ' : 'alone, ');
rmSync('build', { recursive: true, force: true });
mkdirSync('build');
writeFileSync('build/half', '');
setTimeout(() => { rmSync('build/half'); writeFileSync('build/index.html', 'whole'); }, 300);
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'moim-web-'));
  write('node_modules/vite/bin/vite.js', vite);
  write('web/src/app.html', '<html>');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const build = () => buildWeb({ root, logFile: join(root, 'build.log') });
const builds = () => readFileSync(join(root, 'builds'), 'utf8');

describe('the web app', () => {
  it('is built once by two that ask at once, and both wait for it', async () => {
    const asked = [build(), build()].map(async (one) => ({
      how: await one,
      page: readFileSync(join(root, 'web/build/index.html'), 'utf8'),
    }));
    expect(await Promise.all(asked)).toEqual([
      { how: 'built', page: 'whole' },
      { how: 'is current', page: 'whole' },
    ]);
    expect(builds()).toBe('alone, ');
  });

  it('is built again after a change', async () => {
    await build();
    write('web/src/app.html', '<html lang="ko">');
    expect([await build(), await build(), builds()]).toEqual(['built', 'is current', 'alone, alone, ']);
  });

  it('is built though one who was building it has died', async () => {
    write('.moim/web-build.lock', '2147483646 1');
    expect(await build()).toBe('built');
    expect(existsSync(join(root, '.moim/web-build.lock'))).toBe(false);
  });

  it('can be built by the next one when a build has failed', async () => {
    write('node_modules/vite/bin/vite.js', 'process.exit(1)');
    await expect(build()).rejects.toThrow('could not be built');
    write('node_modules/vite/bin/vite.js', vite);
    expect(await build()).toBe('built');
  });
});
