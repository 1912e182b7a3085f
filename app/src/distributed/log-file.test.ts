import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.ts';

describe('a log file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'moim-log-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = () => new LogFile(join(folder, 'x.log'), { bytes: 10, kept: 2 });
  const contents = () =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  it('is put aside when the next line does not fit, and the oldest goes', () => {
    const log = open();
    for (const word of ['first', 'second', 'third', 'fourth', 'five', '6']) log.write(`${word}\n`);
    expect(contents()).toEqual({ 'x.log': 'five\n6\n', 'x.log.1': 'fourth\n', 'x.log.2': 'third\n' });
  });

  it('goes on where an earlier process stopped', () => {
    open().write('123456\n');
    const log = open();
    log.write('78\n');
    log.write('9\n');
    expect(contents()).toEqual({ 'x.log': '9\n', 'x.log.1': '123456\n78\n' });
  });

  it('takes a line that is longer than a file, and is for its owner only', () => {
    open().write('a line that is longer\n');
    expect(contents()).toEqual({ 'x.log': 'a line that is longer\n' });
    expect(statSync(join(folder, 'x.log')).mode & 0o777).toBe(0o600);
  });
});
