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
const papers = globSync(['*.md', 'docs/**/*.md', 'deploy/*.md', 'subgraphs/*/README.md'], { cwd: root });

/** What a paper points to, apart from other sites: a file, a heading of it, or both. */
const linksOf = (paper: string) =>
  Array.from(
    read(paper).matchAll(/\[([^\]]*)\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g),
    ([, text = '', file = '', heading]) => ({
      text,
      file: file === '' ? paper : join(dirname(paper), file),
      heading,
    }),
  );

/** As GitHub and GitLab name headings in addresses. */
const headingsOf = (paper: string) =>
  Array.from(read(paper).matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );

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
    const files = linksOf(paper).map(({ file }) => file);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('links to headings that are there', () => {
    const toHeadings = linksOf(paper).flatMap(({ file, heading }) =>
      heading === undefined || !file.endsWith('.md') ? [] : [{ file, heading }],
    );
    expect(toHeadings.filter(({ file, heading }) => !headingsOf(file).includes(heading))).toEqual([]);
  });

  it('links to the decision that it names', () => {
    const named = linksOf(paper).filter(({ text }) => /^(ADR )?\d{4}$/.test(text));
    expect(named.filter(({ text, file }) => !file.includes(`docs/adr/${text.slice(-4)}-`))).toEqual([]);
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
    const kept = named.filter((file) => !file.startsWith('web/build')); // that is made by `npm ci`
    expect(kept.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')));
    const named = Array.from(read(paper).matchAll(/npm run ([a-z:]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/adr/README.md', () => {
  it('lists every decision, once', () => {
    const listed = linksOf('docs/adr/README.md').map(({ file }) => file);
    expect(listed.sort()).toEqual(globSync('docs/adr/[0-9]*.md', { cwd: root }).sort());
  });
});

describe('the two READMEs', () => {
  const blocks = (file: string) =>
    Array.from(read(file).matchAll(/```(\w*)\n([^]*?)```/g), ([block]) => block);
  const settings = (file: string) =>
    Array.from(read(file).matchAll(/^\| `([A-Z_]+(?:<NAME>)?)` +\|/gm), ([, name = '']) => name);

  it('show the same commands, queries, answers and drawings', () => {
    expect(blocks('README.ko.md')).toEqual(blocks('README.md'));
  });

  it('list the same settings', () => {
    expect(settings('README.ko.md')).toEqual(settings('README.md'));
  });

  it('list settings that something reads', () => {
    const sources = globSync(['{app,kit,supergraph}/src/**/*.ts', 'subgraphs/*/src/**/*.ts'], { cwd: root });
    const text = sources.map(read).join('\n');
    const names = settings('README.md').map((name) => name.replace('<NAME>', ''));
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});
