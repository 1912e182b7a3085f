import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  let servers: SupergraphServer[];
  let first: string;
  let second: string;

  beforeEach(async () => {
    access = await createFixtureAccess();
    store = new MemoryKeyValueStore();
    await store.set('position-epoch', '0', 86_400_000); // nothing was forgotten lately
    const rooms = new RoomsSubgraph();
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
        ...{ keyValue: store, log: silentLog },
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
  const read = async (as: MemberName, seen: string | null = null) => {
    const { data } = answered.parse(await (await ask(first, as, lastPost, seen)).json());
    return data.room.last.text;
  };
  /** Through the second supergraph; with the token of what they have seen then. */
  const post = async (as: MemberName) => {
    const answer = await ask(second, as, 'mutation { post(roomId: "r1", text: "new") { seq } }');
    await answer.text();
    return answer.headers.get(seenHeader);
  };
  const isAsked = (times: number) => expect.poll(() => held.asked).toBe(times);

  /** Begins a read, lets something happen, reads again, and then lets both be answered. */
  async function readAround(happens: () => Promise<string | null>): Promise<readonly string[]> {
    const before = read('ann');
    await isAsked(1);
    const after = read('ann', await happens());
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

const changedKeys = ['changed:member:01900000-0000-7000-8000-00000000000a'];
