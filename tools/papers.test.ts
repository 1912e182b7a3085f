import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { shownDetails } from '../supergraph/src/access/public-errors.ts';
import { publicCodes } from '../kit/src/errors/public-codes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const papers = globSync(['*.md', 'docs/**/*.md', 'subgraphs/*/README.md'], { cwd: root });

describe('docs/errors.md', () => {
  const rows = Array.from(
    read('docs/errors.md').matchAll(/^\| `([A-Z_]+)` +\| (\d{3}) +\| (yes|no) /gm),
    ([, code = '', status, retry]) => [code, { httpStatus: Number(status), retryable: retry === 'yes' }],
  );

  it('lists every public code with its status and whether to retry, and no other', () => {
    expect(Object.fromEntries(rows)).toEqual(publicCodes);
  });

  it('lists every member of `extensions`, and no other', () => {
    const members = Array.from(
      read('docs/errors.md').matchAll(/^- `extensions\.(\w+)`/gm),
      ([, name]) => name,
    );
    const ofAll = ['code', 'retryable', 'requestId', 'traceId'];
    expect(members.sort()).toEqual([...ofAll, ...shownDetails].sort());
  });
});

describe.each(papers)('%s', (paper) => {
  it('links to files that are there', () => {
    const targets = Array.from(
      read(paper).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g),
      ([, to = '']) => to,
    );
    expect(targets.filter((to) => !existsSync(join(root, dirname(paper), to)))).toEqual([]);
  });

  it('shows operations that fit the API', () => {
    const api = buildSchema(read('schema/api.graphql'));
    const shown = Array.from(read(paper).matchAll(/```graphql\n([^]*?)```/g), ([, text = '']) => text);
    expect(shown.flatMap((text) => validate(api, parse(text)))).toEqual([]);
  });

  it('names files that are there', () => {
    const folders = 'app|bench|docs|kit|schema|subgraphs|supergraph|tests|tools|web';
    const pattern = new RegExp(`\`((?:${folders})/[\\w./-]+)\``, 'g');
    const named = Array.from(read(paper).matchAll(pattern), ([, file = '']) => file);
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const planned = ['start:distributed', 'demo:day'];
    const named = Array.from(read(paper).matchAll(/npm run ([a-z:]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts) && !planned.includes(name))).toEqual([]);
  });
});

describe('the two READMEs', () => {
  const commands = (file: string) =>
    Array.from(read(file).matchAll(/```(?:sh|graphql|json)\n([^]*?)```/g), ([, text]) => text);

  it('show the same commands, queries and answers', () => {
    expect(commands('README.ko.md')).toEqual(commands('README.md'));
  });
});
