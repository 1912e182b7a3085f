import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { internal } from '@moim/kit/graphql/tags.ts';
import { withProcessLock } from '@moim/kit/process/process-lock.ts';
import { readInstalled } from '@moim/supergraph/extensions/installed.ts';
import { readSubscriptionRules } from '@moim/supergraph/subscriptions/subscription-rules.ts';
import { compose } from '../compose.ts';
import { composeWithout } from '../contract.ts';
import { extend, extendAnew } from './extend.ts';
import { asOnlyWriter, lockIn } from './only-writer.ts';

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`;
const people = `${link('"@key", "@shareable"')}
type Query { people: [Person!]! }
type Person @key(fields: "id") { id: ID! name: String! place: Place }
type Place @shareable { name: String! }
`;
const weather = `${link('"@key", "@tag", "@override", "@shareable", "@external"')}
type Query { weather: String }
type Person @key(fields: "id") { id: ID! mood: String }
`;
const without = (name: string) => weather.replace('mood', name);

let root: string;
let extensions: string;
let server: Server;
let url: string;
let served: string;
const said: string[] = [];

/** An installation whose graph is one subgraph of people. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'moim-extend-'));
  extensions = join(root, 'installed');
  mkdirSync(join(root, 'schema/subgraphs'), { recursive: true });
  writeOwn(people);
  said.length = 0;
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line) => void said.push(String(line)));
  vi.stubEnv('MOIM_EXTENSIONS', extensions);
  vi.stubEnv('INIT_CWD', root);
  served = JSON.stringify({ data: { _service: { sdl: weather } } });
  server = createServer((_request, response) => response.end(served)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql`;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  server.close();
  rmSync(root, { recursive: true });
});

function writeOwn(sdl: string): void {
  const own = [{ name: 'people', sdl }];
  const [graph, integrator] = [compose(own), composeWithout(internal, own)];
  const put = (file: string, text: string) => writeFileSync(join(root, 'schema', file), `${text.trim()}\n`);
  put('subgraphs/people.graphql', sdl);
  put('supergraph.graphql', graph.supergraphSdl);
  put('api.graphql', graph.apiSdl);
  put('integrator-supergraph.graphql', integrator.supergraphSdl);
  put('integrator.graphql', integrator.apiSdl);
}

const run = (...args: readonly string[]) => extend(root, args);
const own = () => ({
  graph: readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'),
  integrator: readFileSync(join(root, 'schema/integrator-supergraph.graphql'), 'utf8'),
});
const installed = () =>
  readInstalled(extensions, readFileSync(join(extensions, 'extensions.json'), 'utf8'), own());
const isEmpty = () => !existsSync(extensions) || readdirSync(extensions).length === 0;

/** Adds SDL from a file. */
async function addSdl(sdl: string, ...more: readonly string[]) {
  writeFileSync(join(root, 'w.graphql'), sdl);
  return run('--add', `weather=${url}`, '--sdl', 'w.graphql', ...more);
}

describe('npm run schema -- --add', () => {
  it('asks the subgraph, composes it with ours, and records what a supergraph can serve', async () => {
    expect(await run('--add', `weather=${url}`, '--streams', 'events')).toBe(0);
    expect(said).toEqual([
      'added Person.mood: String',
      'added Query.weather: String',
      'Recorded. A Moim that runs serves it within seconds.',
    ]);
    const { extensions: list, supergraphs } = await installed();
    expect(list).toEqual([{ name: 'weather', url, streams: 'events', addedAt: expect.any(String) }]);
    for (const sdl of Object.values(supergraphs))
      expect(sdl).toContain('WEATHER @join__graph(name: "weather"');
    expect(readdirSync(extensions).toSorted()).toEqual([
      ...['api.graphql', 'extensions.json', 'integrator-supergraph.graphql', 'integrator.graphql'],
      ...['supergraph.graphql', 'weather.subgraph.graphql'],
    ]);
  });

  it('keeps from integrators what is tagged as internal', async () => {
    await addSdl(weather.replace('weather: String', `weather: String @tag(name: "${internal}")`));
    expect(readFileSync(join(extensions, 'api.graphql'), 'utf8')).toContain('weather: String');
    expect(readFileSync(join(extensions, 'integrator.graphql'), 'utf8')).not.toContain('weather: String');
  });

  it('lets its subscriptions be resumed and shared by the same marks as ours', async () => {
    const marked = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
  @link(url: "https://moim.dev/subscriptions/v1.0", import: ["@resume", "@shared"])
  @composeDirective(name: "@resume")
  @composeDirective(name: "@shared")
directive @resume on ARGUMENT_DEFINITION
directive @shared(cursor: String!, guard: String!) on FIELD_DEFINITION
type Query { tide: Int }
type Tide { seq: Int! }
type Subscription {
  tides(afterSeq: Int @resume): Tide! @shared(guard: "{ people { id } }", cursor: "seq")
}`;
    expect(await addSdl(marked)).toBe(0);
    const rules = readSubscriptionRules((await installed()).supergraphs.graph);
    expect(rules.bySubscription.get('tides')).toEqual({
      ...{ resumeArgument: 'afterSeq', cursorField: 'seq' },
      ...{ guard: expect.objectContaining({ kind: 'Document' }), audience: null },
    });
  });

  it('tells what it takes over from us', async () => {
    expect(await addSdl(without('name: String! @override(from: "people")\n moods'))).toBe(0);
    expect(said).toContain('weather takes Person.name over from people');
  });

  it.each([
    [
      'one that is ours already',
      without('name: String!\n moods'),
      'schema/subgraphs/people.graphql:4, w.graphql:4: Non-shareable',
    ],
    [
      'one that another has',
      without('name: Int! @shareable\n moods'),
      'w.graphql:4: Type of field "Person.name"',
    ],
    ['a type that it does not have', without('mood: Nothing\n moods'), 'w.graphql'],
    ['a directive that it does not import', without('name: String @inaccessible\n moods'), 'w.graphql'],
    ['no SDL', 'type Query {', 'w.graphql:1: Syntax Error'],
    ['a schema of Federation 1', 'type Query { weather: String }', 'w.graphql:1: is not of Federation 2'],
    [
      'a @shareable field that leads back to its type',
      `${weather.replace('weather: String', 'weather: Tide')}\ntype Tide @shareable { at: Int next: Tide }`,
      'w.graphql:6: Tide.next is @shareable and leads back',
    ],
  ])('refuses %s, and says where', async (_, sdl, where) => {
    expect(await addSdl(sdl)).toBe(1);
    expect(said.join('\n')).toContain(where);
    expect(said.at(-1)).toBe('Nothing was changed.');
    expect(isEmpty()).toBe(true);
  });

  it('refuses what breaks clients, unless that is meant', async () => {
    const breaking = `${weather}\ntype Place @shareable { name: String }`;
    expect(await addSdl(breaking)).toBe(1);
    expect(said).toEqual([
      'breaks clients: changed Place.name: String',
      'Add --allow-breaking if that is meant.',
      'Nothing was changed.',
    ]);
    expect(isEmpty()).toBe(true);
    expect(await addSdl(breaking, '--allow-breaking')).toBe(0);
  });

  it('says that a part of one’s own schema breaks those who used it', async () => {
    await addSdl(weather);
    said.length = 0;
    expect(await addSdl(without('feeling'))).toBe(1);
    expect(said[0]).toBe('breaks clients: removed Person.mood: String');
    expect((await installed()).supergraphs.graph).toContain('mood');
  });

  it.each([
    ['a name without an address', 'weather', '"" is no name'],
    ['a name with a capital', 'Weather=http://127.0.0.1/', '"Weather" is no name'],
    ['a name that is a path', '../weather=http://127.0.0.1/', '"../weather" is no name'],
    ['the name of a subgraph of ours', 'people=http://127.0.0.1/', '"people" is a name of Moim’s own'],
    [
      'a name that tokens are meant for',
      'subgraphs=http://127.0.0.1/',
      '"subgraphs" is a name of Moim’s own',
    ],
    ['no address', 'weather=', '"" is no http or https address'],
    ['a file', 'weather=file:///etc/passwd', 'is no http or https address'],
    ['an address with a password', 'weather=http://a:b@127.0.0.1/', 'without user and password'],
  ])('refuses %s', async (_, name, words) => {
    expect(await run('--add', name)).toBe(1);
    expect(said.join('\n').replaceAll("'", '’')).toContain(words);
    expect(isEmpty()).toBe(true);
  });

  it.each([
    ['a page', '<h1>hello</h1>'],
    ['a GraphQL service that is no subgraph', '{"errors":[{"message":"Cannot query field \\"_service\\""}]}'],
    ['nothing', ''],
  ])('refuses an address that answers %s', async (_, body) => {
    served = body;
    expect(await run('--add', `weather=${url}`)).toBe(1);
    expect(said[0]).toContain(`${url} is not a subgraph`);
  });

  it('refuses an address where nobody is', async () => {
    server.close();
    expect(await run('--add', `weather=${url}`)).toBe(1);
    expect(said[0]).toMatch(/^http:.* does not answer: connect ECONNREFUSED/);
    expect(isEmpty()).toBe(true);
  });
});

describe('two at once', () => {
  const locks = () => readdirSync(extensions).filter((file) => file.includes('lock'));
  const inProcess = (...args: readonly string[]) => {
    const script = join(import.meta.dirname, 'testing/extend-once.ts');
    const child = spawn(process.execPath, [script, root, ...args], { stdio: 'ignore' });
    return once(child, 'exit').then(([code]: unknown[]) => code);
  };

  it('are both recorded, whole', { timeout: 60_000 }, async () => {
    const waiting: ServerResponse[] = [];
    server.removeAllListeners('request').on('request', (request, response: ServerResponse) => {
      request.resume();
      if (waiting.push(response) === 2) waiting.forEach(answerMood); // neither begins before both have come so far
    });
    const codes = await Promise.all([
      inProcess('--add', `weather=${url}?mood`),
      inProcess('--add', `tides=${url}?feeling`),
    ]);
    expect(codes).toEqual([0, 0]);
    const { extensions: list, supergraphs } = await installed();
    expect(list.map(({ name }) => name).toSorted()).toEqual(['tides', 'weather']);
    expect(supergraphs.graph).toMatch(/feeling[^]*mood|mood[^]*feeling/);
    expect(locks()).toEqual([]);
  });

  it('are not held up by one that died', async () => {
    mkdirSync(extensions);
    writeFileSync(`${lockIn(extensions)}.999999999-1-dead`, '');
    expect(await addSdl(weather)).toBe(0);
    expect(locks()).toEqual([]);
  });

  it.each([
    ['it is there', () => mkdirSync(extensions)],
    ['it is not', () => undefined],
  ])('put nothing beside the folder where %s: that may be read-only', async (_, before) => {
    before();
    const [beside, within] = await asOnlyWriter(extensions, () => [readdirSync(root), locks()]);
    expect([beside, within.length]).toEqual([['installed', 'schema'], 1]);
  });

  it('wait for one that lives', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    mkdirSync(extensions);
    const writing = withProcessLock(lockIn(extensions), () => promise, { lookAgainMs: 1 });
    const adding = addSdl(weather);
    await sleep(50);
    expect(readdirSync(extensions)).toEqual(locks());
    resolve();
    await writing;
    expect(await adding).toBe(0);
  });
});

/** Each with a field of its own, by the address that was asked. */
function answerMood(response: ServerResponse): void {
  const field = /\?(\w+)$/.exec(response.req.url ?? '')?.[1] ?? '';
  const sdl = without(field).replace('weather: String', `${field}: String`);
  response.end(JSON.stringify({ data: { _service: { sdl } } }));
}

describe('what was added', () => {
  it('is listed, and taken out', async () => {
    await addSdl(weather);
    said.length = 0;
    await run('--list');
    expect(said).toEqual([expect.stringMatching(/^weather\thttp:\S+\tsocket\t20\S+$/)]);
    expect(await run('--remove', 'weather')).toBe(0);
    expect(await installed()).toEqual({ extensions: [], supergraphs: own() });
    expect(readdirSync(extensions)).not.toContain('weather.subgraph.graphql');
    expect(await run('--remove', 'weather')).toBe(1);
  });

  it('is not served with another version of ours before it is composed anew', async () => {
    await addSdl(weather);
    writeOwn(people.replace('place: Place', 'place: Place age: Int'));
    await expect(installed()).rejects.toThrow('composed with another version of Moim');
    expect(await run('--recompose')).toBe(0);
    expect((await installed()).supergraphs.graph).toMatch(/age[^]*mood|mood[^]*age/);
  });

  it('is composed anew where our own graph was, and only then', async () => {
    await extendAnew(root);
    expect(isEmpty()).toBe(true);
    await addSdl(weather);
    const before = await installed();
    said.length = 0;
    await extendAnew(root);
    expect([said, await installed()]).toEqual([[], before]);
    writeOwn(people.replace('place: Place', 'place: Place age: Int'));
    await extendAnew(root);
    expect((await installed()).supergraphs.graph).toMatch(/age[^]*mood|mood[^]*age/);
  });

  it('stays as it is, and is not served, where it no longer composes', async () => {
    await addSdl(weather);
    writeOwn(people.replace('place: Place', 'place: Place mood: Int'));
    said.length = 0;
    await extendAnew(root);
    expect(said.join('\n')).toContain('Person.mood');
    expect(said.at(-1)).toBe('Nothing was changed.');
    await expect(installed()).rejects.toThrow('composed with another version of Moim');
  });

  it('is not served while it is half written', async () => {
    await addSdl(weather);
    writeFileSync(join(extensions, 'supergraph.graphql'), 'type Query { a: Int }');
    await expect(installed()).rejects.toThrow('supergraph.graphql is not what was composed');
  });
});
