import { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildSchema } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { createSupergraphServer } from '../server.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { compose, host, silentLog, startFixture } from '../testing/fixture.ts';
import { createFixtureAccess } from '../testing/fixture-access.ts';

afterEach(() => vi.restoreAllMocks());

describe('the libraries underneath', () => {
  it('call nobody: no telemetry, no question to a cloud’s metadata service', async () => {
    delete process.env['APOLLO_TELEMETRY_DISABLED'];
    const attempts: string[] = [];
    const connect: unknown = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')?.value;
    vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
      attempts.push(JSON.stringify(args));
      if (typeof connect === 'function') Reflect.apply(connect, this, args);
      return this;
    });
    const graph = await startFixture('in-process');
    await post(graph.url, '{ people { name } }');
    await sleep(1_500);
    await graph.close();
    const { port } = new URL(graph.url);
    expect(attempts.filter((attempt) => !attempt.includes(port))).toEqual([]);
    expect(attempts).not.toEqual([]);
  });

  it('install no signal handlers: one owner of signals', async () => {
    const before = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const graph = await startFixture('in-process');
    expect(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')).toBe(before);
    await graph.close();
  });

  it('show no plan, whoever asks for it', async () => {
    const graph = await startFixture('in-process');
    const { body } = await post(graph.url, '{ people { name } }', {
      headers: { 'apollo-query-plan-experimental': 'true' },
    });
    expect(body.extensions).toBeUndefined();
    await graph.close();
  });
});

describe('a plan bomb', () => {
  const names = ['a', 'b', 'c'];
  /** A recursive field of an interface that every subgraph has: each level multiplies the ways to go. */
  const sdlOf = (name: string) => `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
    type Query { n: I @shareable }
    ${name === 'a' ? 'type Subscription { s: I }' : ''}
    interface I { id: ID! n: I }
    type N implements I @key(fields: "id") { id: ID! n: I @shareable ${name}: Int }
    type M implements I @key(fields: "id") { id: ID! n: I @shareable m${name}: Int }`;

  it('is refused at once by the planner’s own limits, on HTTP and for subscriptions', async () => {
    const schema = buildSchema('type Query { a: Int }');
    const access = await createFixtureAccess();
    const supergraph = await createSupergraphServer({
      supergraphSdl: compose(Object.fromEntries(names.map((name) => [name, sdlOf(name)]))),
      connections: names.map((name) => connectInProcess(host(name, schema))),
      access: access.access,
      log: silentLog,
    });
    const url = `http://127.0.0.1:${await supergraph.listen(0, '127.0.0.1')}`;
    const nested = `${'{ n '.repeat(6)}{ id }${' }'.repeat(6)}`;
    const started = performance.now();
    const { body } = await post(url, nested);
    expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
    for (const ask of [{ method: 'POST', body: JSON.stringify({ query: nested }) }, { method: 'GET' }])
      for (const accept of [
        'application/json',
        'application/graphql-response+json',
        'multipart/mixed, application/json',
      ])
        expect(await statusOf(url, nested, accept, ask)).toEqual(`400 LIMIT_EXCEEDED`);
    const client = socketClient(url);
    const { ended } = listen(client, `subscription { s ${nested} }`);
    expect(await ended).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
    // Without the limits this takes minutes; the bound is far from both.
    expect(performance.now() - started).toBeLessThan(5_000);
    await client.dispose();
    await supergraph.close();
  });
});

async function statusOf(url: string, query: string, accept: string, init: RequestInit): Promise<string> {
  const search = init.method === 'GET' ? `?query=${encodeURIComponent(query)}` : '';
  const headers = { accept, 'content-type': 'application/json', 'apollo-require-preflight': '1' };
  const response = await fetch(`${url}/graphql${search}`, { ...init, headers });
  return `${response.status} ${/LIMIT_EXCEEDED/.exec(await response.text())?.[0]}`;
}

describe('a supergraph of somebody else', () => {
  it('needs a connection for each of its subgraphs, and says which is missing', async () => {
    const { access } = await createFixtureAccess();
    const creating = createSupergraphServer({
      supergraphSdl: compose({ theirs: 'type Query { a: Int }' }),
      connections: [],
      access,
      log: silentLog,
    });
    await expect(creating).rejects.toThrow('"theirs"');
  });
});
