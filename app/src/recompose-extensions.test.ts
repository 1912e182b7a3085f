import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readInstalled } from '@moim/supergraph/extensions/installed.ts';
import { readOwnSupergraphs } from '@moim/supergraph/own-variants.ts';
import { createProgress } from './progress.ts';
import { recomposeExtensions } from './recompose-extensions.ts';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const tide = `${header} type Query { tide: Int }`;
/** `Query.me` is ours. */
const taking = `${header} type Query { me: Int }`;

/** Milliseconds for a process of its own that loads the composer, on a loaded machine. */
const composingMs = 60_000;

let folder: string;
const told: string[] = [];
const progress = createProgress({ write: (line) => told.push(line), now: () => 0 });

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'moim-recompose-')), 'extensions');
  told.length = 0;
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

/** As an earlier version of Moim recorded it. */
function record(sdl: string): void {
  mkdirSync(folder, { recursive: true });
  const tides = {
    name: 'tides',
    url: 'http://127.0.0.1:1/',
    streams: 'socket',
    addedAt: '2026-11-29T00:00:00Z',
  };
  const composed = { base: '0'.repeat(64), extensions: [tides], composed: {} };
  writeFileSync(join(folder, 'extensions.json'), JSON.stringify(composed));
  writeFileSync(join(folder, 'tides.subgraph.graphql'), sdl);
}

const recorded = () => readFileSync(join(folder, 'extensions.json'), 'utf8');

it(
  'composes what was added with another version of Moim, so that it is served',
  async () => {
    record(tide);
    await recomposeExtensions({ folder, progress });
    expect(told).toEqual(['  ✓ extensions: composed anew with this version of Moim (0.0 s)']);
    const { extensions, supergraphs } = await readInstalled(folder, recorded(), await readOwnSupergraphs());
    expect(extensions.map(({ name }) => name)).toEqual(['tides']);
    expect(supergraphs.graph).toContain('tide: Int @join__field(graph: TIDES)');
    await recomposeExtensions({ folder, progress });
    expect(told).toHaveLength(1);
  },
  composingMs,
);

it(
  'says what no longer composes, changes nothing, and lets the start go on',
  async () => {
    record(taking);
    const before = recorded();
    await recomposeExtensions({ folder, progress });
    expect(told.join('\n')).toContain('not served, because they do not compose with this version of Moim');
    expect(told.join('\n')).toMatch(/tides\.graphql:1.*Query\.me|Query\.me.*/);
    expect(recorded()).toBe(before);
  },
  composingMs,
);

it('does nothing where nothing was added, or the record cannot be read', async () => {
  await recomposeExtensions({ folder, progress });
  mkdirSync(folder);
  writeFileSync(join(folder, 'extensions.json'), 'half of it');
  await recomposeExtensions({ folder, progress });
  expect(told).toEqual([]);
});
