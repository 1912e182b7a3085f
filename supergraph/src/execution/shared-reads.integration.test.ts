import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type KeyValueStore, KeyValueUnavailableError } from '@moim/kit/live/key-value.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { openHere } from '../planning/plan-here.ts';
import { createSupergraphServer, type SupergraphServer } from '../server.ts';
import { fixtureSupergraph, host, silentLog } from '../testing/fixture.ts';
import { createFixtureAccess, type FixtureAccess } from '../testing/fixture-access.ts';
import type { MemberName } from '../testing/members.ts';
import { createPeople } from '../testing/people-subgraph.ts';
import { RoomsSubgraph } from '../testing/rooms-subgraph.ts';
import { connectInProcess } from './in-process-connection.ts';
import type { SubgraphConnection } from './subgraph-connection.ts';

const seenHeader = 'x-moim-seen';
const lastPost = '{ room(id: "r1") { last { text } } }';
const answered = z.object({ data: z.object({ room: z.object({ last: z.object({ text: z.string() }) }) }) });

/** A connection whose reads are read at once and answered when the test says so. */
class HeldReads {
  readonly connection: SubgraphConnection;
  asked = 0;
  readonly #released = Promise.withResolvers<void>();

  constructor(connection: SubgraphConnection) {
    this.connection = {
      ...connection,
      execute: async (operation) => {
        this.asked += 1;
        const answer = await connection.execute(operation);
        await this.#released.promise;
        return answer;
      },
    };
  }

  release(): void {
    this.#released.resolve();
  }
}

/** Two supergraphs over the same subgraphs, without replicas. Reads of the first one hang. */
describe('a read of the first supergraph, asked while an equal older one hangs there', () => {
  let access: FixtureAccess;
  let store: KeyValueStore;
  let held: HeldReads;
  let rooms: RoomsSubgraph;
  let servers: SupergraphServer[];
  let first: string;
  let second: string;

  beforeEach(async () => {
    access = await createFixtureAccess();
    store = new MemoryKeyValueStore();
    await store.set('position-epoch', '0', 86_400_000); // nothing was forgotten lately
    rooms = new RoomsSubgraph();
    rooms.post('r1', 'old');
    const people = host('people', createPeople().schema);
    const connect = () => connectInProcess(host('rooms', rooms.schema));
    held = new HeldReads(connect());
    servers = [];
    const serve = async (connection: SubgraphConnection) => {
      const connections = [connectInProcess(people), connection];
      const server = await createSupergraphServer({
        startPlanning: () => openHere,
        ...{ supergraphSdl: fixtureSupergraph, connections, access: access.access },
        ...{ keyValue: store, log: silentLog, joinedForMs: 60_000 },
      });
      servers.push(server);
      return `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}/graphql`;
    };
    first = await serve(held.connection);
    second = await serve(connect());
  });
  afterEach(async () => {
    held.release();
    await Promise.all(servers.map((server) => server.close()));
  });

  async function ask(url: string, as: MemberName, query: string, seen: string | null = null) {
    const authorization = await access.authorization(as);
    const headers = {
      'content-type': 'application/json',
      authorization,
      ...(seen && { [seenHeader]: seen }),
    };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  }
  const textIn = (answer: unknown) => answered.parse(answer).data.room.last.text;
  const read = async (as: MemberName, seen: string | null = null) =>
    textIn(await (await ask(first, as, lastPost, seen)).json());

  /** As `read`, over the transports that stay open, each with the token where it may be. */
  const overSocket = (where: 'connection' | 'operation') => async (as: MemberName, seen: string | null) => {
    const client = await open(first, as, where === 'connection' ? seen : null);
    const extensions = where === 'operation' && seen !== null ? { seen } : {};
    const [answer] = await answersOf(client, { query: lastPost, extensions });
    await client.dispose();
    return textIn(answer);
  };
  const overEvents = async (as: MemberName, seen: string | null) => {
    const answer = await fetch(first, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'text/event-stream' },
        ...{ authorization: await access.authorization(as), ...(seen && { [seenHeader]: seen }) },
      },
      body: JSON.stringify({ query: lastPost }),
    });
    return textIn(resultIn(await answer.text()));
  };
  async function open(url: string, as: MemberName, seen: string | null) {
    const connectionParams = { authorization: await access.authorization(as), ...(seen && { seen }) };
    return createClient({
      url: url.replace('http', 'ws'),
      ...{ webSocketImpl: WebSocket, retryAttempts: 0, connectionParams },
    });
  }
  /** Through the second supergraph; with the token of what they have seen then. */
  const post = async (as: MemberName) => {
    const answer = await ask(second, as, 'mutation { post(roomId: "r1", text: "new") { seq } }');
    await answer.text();
    return answer.headers.get(seenHeader);
  };
  const isAsked = (times: number) => expect.poll(() => held.asked).toBe(times);

  /** Begins a read, lets something happen, reads again, and then lets both be answered. */
  async function readAround(
    happens: () => Promise<string | null>,
    readAgain: (as: MemberName, seen: string | null) => Promise<string> = read,
  ): Promise<readonly string[]> {
    const before = read('ann');
    await isAsked(1);
    const after = readAgain('ann', await happens());
    // Joined reads are told of by nobody: give the second one time to be asked.
    await new Promise((resolve) => setTimeout(resolve, 100));
    held.release();
    return Promise.all([before, after]);
  }

  it('joins it where nothing has changed', async () => {
    expect(await readAround(async () => null)).toEqual(['old', 'old']);
    expect(held.asked).toBe(1);
  });

  it('does not where its viewer has changed something through the second supergraph, whatever they send', async () => {
    expect(await readAround(async () => (await post('ann'), null))).toEqual(['old', 'new']);
  });

  it('does not where its viewer was handed the token of whoever has', async () => {
    expect(await readAround(() => post('bob'))).toEqual(['old', 'new']);
  });

  it.each([
    ['with the connection', overSocket('connection')],
    ['with the operation', overSocket('operation')],
    ['as a header of events', overEvents],
  ])('does not where the token comes %s', async (_, readAgain) => {
    expect(await readAround(() => post('bob'), readAgain)).toEqual(['old', 'new']);
  });

  it.each([
    ['a WebSocket', overSocket('operation')],
    ['events', overEvents],
  ])('joins it over %s where there is no token', async (_, readAgain) => {
    expect(await readAround(async () => (await post('bob'), null), readAgain)).toEqual(['old', 'old']);
  });

  it.each([
    ['a WebSocket', 'ws'],
    ['events', 'sse'],
  ])('does not where the token is of a change over %s', async (_, transport) => {
    const query = 'mutation { post(roomId: "r1", text: "new") { seq } }';
    const change = async () => {
      if (transport === 'ws') {
        const client = await open(second, 'bob', null);
        const [answer] = await answersOf(client, { query });
        await client.dispose();
        return told.parse(answer).extensions.seen;
      }
      const authorization = await access.authorization('bob');
      const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization };
      const answer = await fetch(second, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return told.parse(resultIn(await answer.text())).extensions.seen;
    };
    expect(await readAround(change)).toEqual(['old', 'new']);
  });

  it('a stream that comes with a token is not told by what was read before', async () => {
    const client = await open(first, 'ann', 'made-up');
    const unsaid = await open(first, 'ann', null);
    for (const one of [client, unsaid]) {
      const stream = one.iterate({ query: 'subscription { notes { text } }' });
      void stream.next().catch(() => undefined);
    }
    await expect.poll(() => rooms.opened.length).toBe(2);
    const demands = rooms.opened.map(({ identity }) => identity.reads);
    expect(demands.toSorted()).toEqual(['primary', undefined]);
    await Promise.all([client.dispose(), unsaid.dispose()]);
  });

  it('does not while the store is away that would know', async () => {
    const answers = readAround(async () => {
      store.get = () => Promise.reject(new KeyValueUnavailableError());
      return null;
    });
    expect(await answers).toEqual(['old', 'old']);
    expect(held.asked).toBe(2);
  });

  it('does not where the store has just forgotten everything', async () => {
    const answers = readAround(async () => {
      await post('ann');
      await Promise.all(['position-epoch', ...changedKeys].map((key) => store.delete(key)));
      return null;
    });
    expect(await answers).toEqual(['old', 'new']);
  });
});

const told = z.object({ extensions: z.object({ seen: z.string() }) });

/** The one result of a stream of events. */
function resultIn(events: string): unknown {
  const [, json = 'null'] = /^data: (.+)$/m.exec(events) ?? [];
  return JSON.parse(json);
}

async function answersOf(client: Client, operation: SubscribePayload): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of client.iterate(operation)) answers.push(answer);
  return answers;
}

const changedKeys = ['changed:member:01900000-0000-7000-8000-00000000000a'];
