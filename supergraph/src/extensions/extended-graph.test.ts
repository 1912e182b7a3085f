import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { integratorPath } from '../own-variants.ts';
import { ExtendedGraph, type LoadedGraph } from './extended-graph.ts';
import { digest, type Extension } from './installed.ts';

const own = { graph: 'own', integrator: 'own for integrators' };
const composed = { graph: 'composed', integrator: 'composed for integrators' };
const weather: Extension = {
  ...{ name: 'weather', url: 'http://127.0.0.1:1/graphql', streams: 'socket' },
  addedAt: '2026-11-29T03:00:00.000Z',
};

let folder: string;
const connected: string[] = [];
const closed: string[] = [];
const log = { info: vi.fn(), error: vi.fn() };
const load = vi.fn<(graph: LoadedGraph) => Promise<void>>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moim-installed-'));
  for (const list of [connected, closed]) list.length = 0;
  for (const mock of [log.info, log.error, load]) mock.mockReset();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const connection = (name: string): SubgraphConnection => ({
  name,
  execute: async () => ({}),
  subscribe: () => {
    throw new Error('nobody subscribes here');
  },
  fetch: async () => new Response(),
  close: async () => void closed.push(name),
});
const open = (at: string | null = folder) =>
  new ExtendedGraph({
    ...{ folder: at, own, ownConnections: [connection('identity')], log },
    connect: ({ name, url }) => {
      connected.push(url);
      return connection(name);
    },
  });

function record(extensions: readonly Extension[], base = digest(own.graph, own.integrator)): void {
  writeFileSync(join(folder, 'supergraph.graphql'), composed.graph);
  writeFileSync(join(folder, 'integrator-supergraph.graphql'), composed.integrator);
  const digests = {
    'supergraph.graphql': digest(composed.graph),
    'integrator-supergraph.graphql': digest(composed.integrator),
  };
  writeFileSync(join(folder, 'extensions.json'), JSON.stringify({ base, extensions, composed: digests }));
}

const summary = ({ supergraphSdl, variants, connections }: LoadedGraph) => [
  ...[supergraphSdl, variants.get(integratorPath)],
  connections.map(({ name }) => name),
];
const ownGraph = ['own', 'own for integrators', ['identity']];
const extended = ['composed', 'composed for integrators', ['identity', 'weather']];

describe('a graph with extensions', () => {
  it.each([
    ['there is no folder', () => undefined, []],
    ['nothing was added', () => record([]), [ownGraph]],
    ['one was added', () => record([weather]), [extended]],
    ['it was composed with another version of ours', () => record([weather], digest('older')), []],
    ['the record is damaged', () => writeFileSync(join(folder, 'extensions.json'), '{'), []],
    [
      'what was composed is damaged',
      () => (record([weather]), writeFileSync(join(folder, 'supergraph.graphql'), '')),
      [],
    ],
  ])('loads at first what it finds where %s', async (_, prepare, expected) => {
    prepare();
    await open().refresh(load);
    expect(load.mock.calls.map(([graph]) => summary(graph))).toEqual(expected);
  });

  it('needs no folder', async () => {
    await open(null).refresh(load);
    expect(load).not.toHaveBeenCalled();
  });

  it('loads what is added, changed and taken out, once each', async () => {
    const graph = open();
    for (const extensions of [[weather], [{ ...weather, url: 'http://127.0.0.1:2/' }], []]) {
      record(extensions);
      await graph.refresh(load);
      await graph.refresh(load);
    }
    expect(load.mock.calls.map(([loaded]) => summary(loaded))).toEqual([extended, extended, ownGraph]);
    expect(connected).toEqual(['http://127.0.0.1:1/graphql', 'http://127.0.0.1:2/']);
  });

  it('keeps the connection to what stays', async () => {
    const graph = open();
    record([weather, { ...weather, name: 'tides' }]);
    await graph.refresh(load);
    record([{ ...weather, addedAt: '2026-11-30T00:00:00.000Z' }]);
    await graph.refresh(load);
    const [first, second] = load.mock.calls.map(([loaded]) => loaded.connections);
    expect(second).toEqual(first?.slice(0, 2));
    expect([connected.length, closed]).toEqual([2, []]);
  });

  it('goes on as it is while what is recorded is half written, and loads it when it is whole', async () => {
    const graph = open();
    record([weather]);
    writeFileSync(join(folder, 'supergraph.graphql'), 'half');
    for (let times = 0; times < 3; times += 1) await graph.refresh(load);
    expect([load.mock.calls.length, log.error.mock.calls.length]).toEqual([0, 1]);
    writeFileSync(join(folder, 'supergraph.graphql'), composed.graph);
    await graph.refresh(load);
    expect(load).toHaveBeenCalledOnce();
  });

  it('tries once what cannot be served, says so, and goes on with the next', async () => {
    const graph = open();
    record([weather]);
    load.mockRejectedValueOnce(new Error('no supergraph'));
    for (let times = 0; times < 3; times += 1) await graph.refresh(load);
    expect([load.mock.calls.length, log.error.mock.calls.length, closed]).toEqual([1, 1, ['weather']]);
    record([{ ...weather, url: 'http://127.0.0.1:2/' }]);
    await graph.refresh(load);
    expect([load.mock.calls.length, log.error.mock.calls.length]).toEqual([2, 1]);
  });
});
