import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashWebInputs } from './web-inputs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'moim-web-'));
  write('web/src/app.html', '<html>');
  write('schema/api.graphql', 'type Query { me: Viewer! }');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

describe('the inputs of the web app', () => {
  it.each([
    ['web/src/app.html', '<html lang="ko">'],
    ['web/src/lib/new.ts', ''],
    ['web/messages/ko.json', '{}'],
    ['schema/api.graphql', 'type Query { me: Viewer }'],
    ['package-lock.json', '{}'],
  ])('have changed with %s', (file, text) => {
    const before = hashWebInputs(root);
    write(file, text);
    expect(hashWebInputs(root)).not.toBe(before);
  });

  it.each([
    'web/build/index.html',
    'web/.svelte-kit/tsconfig.json',
    'web/src/lib/paraglide/runtime.js',
    'web/project.inlang/.meta.json',
    'web/project.inlang/README.md',
    'subgraphs/identity/src/main.ts',
  ])('have not changed with %s, which the build writes or does not read', (file) => {
    const before = hashWebInputs(root);
    write(file, 'new');
    expect(hashWebInputs(root)).toBe(before);
  });

  it('differ when a file is renamed', () => {
    write('web/src/a.ts', 'same');
    const before = hashWebInputs(root);
    rmSync(join(root, 'web/src/a.ts'));
    write('web/src/b.ts', 'same');
    expect(hashWebInputs(root)).not.toBe(before);
  });
});
