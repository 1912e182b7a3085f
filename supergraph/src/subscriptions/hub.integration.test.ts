import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { formatSeen } from '../freshness/seen-token.ts';
import { listen, socketClient } from '../testing/clients.ts';
import { type Execution, executions, type Fixture, startFixture } from '../testing/fixture.ts';
import { type MemberName, members } from '../testing/members.ts';

const roomEvents = /* GraphQL */ `
  subscription Room($roomId: ID!, $after: Int) {
    roomEvents(roomId: $roomId, afterSeq: $after) {
      seq
      post {
        text
        author {
          name
        }
      }
    }
  }
`;
/** Milliseconds between checks of rights: short, so that the test is. */
const recheckEveryMs = 200;

describe.each<Execution>(executions)('subscriptions, subgraphs %s', (execution) => {
  let graph: Fixture;
  let clients: Client[];

  beforeEach(async () => {
    clients = [];
    graph = await startFixture(execution, { recheckEveryMs });
  });
  afterEach(async () => {
    for (const client of clients) await client.dispose();
    await graph.close();
  });

  const connect = async (member: MemberName | null) => {
    const client = socketClient(graph.url, member ? await graph.authorization(member) : undefined);
    clients.push(client);
    return client;
  };
  const follow = async (member: MemberName, after?: number, query = roomEvents) =>
    listen(await connect(member), query, { roomId: 'r1', ...(after === undefined ? {} : { after }) });
  const opened = (count: number) => vi.waitFor(() => expect(graph.rooms.opened.length).toBe(count));
  const seqs = ({ results }: ReturnType<typeof listen>) => results.map((result) => seqOf(result));
  const receives = (listening: ReturnType<typeof listen>, expected: number[]) =>
    vi.waitFor(() => expect(seqs(listening)).toEqual(expected), 3_000);

  it('adds to each event what another subgraph knows', async () => {
    const ann = await follow('ann');
    await opened(1);
    graph.rooms.post('r1', 'hello', 'bob');
    await vi.waitFor(() => expect(ann.results).toHaveLength(1));
    expect(ann.results).toEqual([
      { data: { roomEvents: { seq: 1, post: { text: 'hello', author: { name: 'BOB' } } } } },
    ]);
  });

  it('opens one upstream for equal subscriptions of different viewers, as the service', async () => {
    const all = await Promise.all([follow('ann'), follow('bob'), follow('ann')]);
    await opened(1);
    await sleep(50);
    graph.rooms.post('r1', 'one');
    for (const one of all) await receives(one, [1]);
    expect(graph.rooms.opened.map(({ identity }) => identity.isService)).toEqual([true]);
    expect(graph.people.entityRequests).toBe(1);
  });

  it('keeps cursors out of what is shared', async () => {
    for (const text of ['1', '2', '3', '4']) graph.rooms.post('r1', text);
    const first = await follow('ann', 1);
    await receives(first, [2, 3, 4]);
    const later = await follow('bob', 2);
    await receives(later, [3, 4]);
    graph.rooms.post('r1', '5');
    await receives(first, [2, 3, 4, 5]);
    await receives(later, [3, 4, 5]);
    expect(graph.rooms.opened).toHaveLength(1);
  });

  it('completes past events anew for who says what they have seen, and later ones for all', async () => {
    for (const text of ['1', '2', '3']) graph.rooms.post('r1', text);
    const first = await follow('ann', 1);
    await receives(first, [2, 3]);
    const asked = () => graph.people.entityRequests;
    const before = asked();
    await receives(await follow('ann', 1), [2, 3]);
    expect(asked()).toBe(before);
    const variables = { roomId: 'r1', after: 1 };
    const telling = listen(await connect('bob'), roomEvents, variables, { seen: formatSeen({ 7: '0/5' }) });
    await receives(telling, [2, 3]);
    expect(asked()).toBeGreaterThan(before);
    const after = asked();
    graph.rooms.post('r1', '4');
    await receives(first, [2, 3, 4]);
    await receives(telling, [2, 3, 4]);
    expect(asked()).toBe(after + 1);
  });

  it('lets who comes from further back catch up, then joins him to the others, who learn from it', async () => {
    for (let index = 0; index < 10; index += 1) graph.rooms.post('r1', String(index));
    const ann = await follow('ann', 8);
    await receives(ann, [9, 10]);
    const bob = await follow('bob', 2);
    await receives(bob, [3, 4, 5, 6, 7, 8, 9, 10]);
    expect(graph.rooms.opened.map(({ afterSeq }) => afterSeq)).toEqual([8, 2]);
    expect(graph.rooms.opened.every(({ identity }) => identity.isService)).toBe(true);
    await vi.waitFor(() => expect(graph.rooms.open).toBe(1));
    const asked = graph.people.entityRequests;
    const later = await Promise.all([follow('ann', 3), follow('bob', 2)]);
    await receives(later[0], [4, 5, 6, 7, 8, 9, 10]);
    await receives(later[1], [3, 4, 5, 6, 7, 8, 9, 10]);
    expect([graph.rooms.opened.length, graph.people.entityRequests]).toEqual([2, asked]);
    graph.rooms.post('r1', '11');
    await receives(bob, [3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await receives(ann, [9, 10, 11]);
  });

  it('loses and repeats nothing however cursors, joining and sending interleave', async () => {
    const listeners: { readonly after: number; readonly listening: ReturnType<typeof listen> }[] = [];
    for (let round = 0; round < 12; round += 1) {
      const sent = Promise.all(
        Array.from({ length: 5 }, async (_, index) => {
          await sleep(index);
          graph.rooms.post('r1', 'x');
        }),
      );
      const after = Math.max(0, round * 5 - (round % 4) * 7);
      listeners.push({ after, listening: await follow(round % 2 ? 'ann' : 'bob', after) });
      await sent;
    }
    for (const { after, listening } of listeners)
      await receives(
        listening,
        Array.from({ length: 60 - after }, (_, index) => after + index + 1),
      );
  });

  it('tells only the one whose cursor lies in the future', async () => {
    graph.rooms.post('r1', '1');
    const [liar, honest] = await Promise.all([follow('ann', 1_000), follow('bob', 0)]);
    expect(await liar.ended).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    await receives(honest, [1]);
    graph.rooms.post('r1', '2');
    await receives(honest, [1, 2]);
  });

  it('refuses whom the guard refuses, on that operation only', async () => {
    const client = await connect('eve');
    const refused = listen(client, roomEvents, { roomId: 'r1' });
    expect(await refused.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND', retryable: false } }]);
    const { results, ended } = listen(client, '{ people { id } }');
    expect(await ended).toBeNull();
    expect(results).toHaveLength(1);
    expect(graph.rooms.opened).toEqual([]);
  });

  it('asks again once for all who follow a room, whatever their cursors and however many they are', async () => {
    for (let index = 0; index < 10; index += 1) graph.rooms.post('r1', String(index));
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, after) => follow(after % 2 ? 'ann' : 'bob', after)),
    );
    for (const one of all) await vi.waitFor(() => expect(seqs(one).at(-1)).toBe(10), 3_000);
    const guards = graph.rooms.guardChecks;
    graph.rooms.audiences.length = 0;
    // Pauses of 200 to 700 ms: three of them for one room, eight times as many for eight streams.
    await vi.waitFor(() => expect(graph.rooms.audiences.length).toBeGreaterThan(0), 3_000);
    await sleep(recheckEveryMs * 3);
    expect(graph.rooms.audiences.length).toBeLessThanOrEqual(5);
    expect(graph.rooms.audiences.map((ids) => new Set(ids))).toEqual(
      graph.rooms.audiences.map(() => new Set([members.ann, members.bob])),
    );
    expect(graph.rooms.guardChecks).toBe(guards);
    graph.rooms.remove(members.ann);
    graph.rooms.remove(members.bob);
    for (const one of all) expect(await one.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('ends the stream of a removed member alone, and lets nothing through meanwhile', async () => {
    const [ann, bob] = await Promise.all([follow('ann', 0), follow('bob', 0)]);
    graph.rooms.post('r1', 'one');
    await receives(ann, [1]);
    graph.rooms.remove(members.ann);
    const started = performance.now();
    expect(await ann.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(performance.now() - started).toBeLessThan(5_000);
    graph.rooms.post('r1', 'two');
    await receives(bob, [1, 2]);
    expect(seqs(ann)).toEqual([1]);
  });

  it('ends whom the subgraph names no more while his guard does not answer, and keeps whom it names', async () => {
    const [ann, bob] = await Promise.all([follow('ann', 0), follow('bob', 0)]);
    graph.rooms.post('r1', 'one');
    await Promise.all([receives(ann, [1]), receives(bob, [1])]);
    const { promise, resolve } = Promise.withResolvers<void>();
    graph.rooms.silence = promise;
    graph.rooms.remove(members.ann);
    expect(await ann.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(graph.rooms.audiences.at(-1)).toEqual([members.ann]); // a second time
    graph.rooms.post('r1', 'two');
    await receives(bob, [1, 2]);
    resolve();
  });

  it('never shares what depends on the viewer, down to the upstream', async () => {
    const query = `subscription ($roomId: ID!, $after: Int) {
      roomEvents(roomId: $roomId, afterSeq: $after) { seq post { room { unread } } }
    }`;
    const both = await Promise.all([follow('ann', 0, query), follow('bob', 0, query)]);
    await opened(2);
    graph.rooms.post('r1', 'one');
    for (const one of both) await receives(one, [1]);
    const asked = graph.rooms.opened.map(({ identity }) => identity.viewer?.memberId);
    expect(new Set(asked)).toEqual(new Set([members.ann, members.bob]));
  });

  it('never shares a subscription that is not marked as shared', async () => {
    const query = 'subscription { notes { seq text } }';
    const both = await Promise.all([follow('ann', undefined, query), follow('bob', undefined, query)]);
    await opened(2);
    graph.rooms.post('notes', 'psst');
    for (const one of both)
      await vi.waitFor(() => expect(one.results).toEqual([{ data: { notes: { seq: 1, text: 'psst' } } }]));
  });

  it('shapes each answer as it was asked: aliases, fragments, literals and @include', async () => {
    const query = `subscription ($roomId: ID!, $with: Boolean = false) {
      event: roomEvents(roomId: $roomId, afterSeq: 0) { ...E t: post @include(if: $with) { text } }
    }
    fragment E on RoomEvent { __typename cursor_: seq post { by: author { called: name } } }`;
    const ann = await follow('ann', undefined, query);
    graph.rooms.post('r1', 'one', 'cho');
    await vi.waitFor(() => expect(ann.results).toHaveLength(1));
    expect(ann.results[0]).toEqual({
      data: { event: { __typename: 'RoomEvent', cursor_: 1, post: { by: { called: 'CHO' } } } },
    });
  });

  it('understands a fragment that is used more than once', async () => {
    const query = `subscription ($roomId: ID!) {
      roomEvents(roomId: $roomId, afterSeq: 0) { seq first: post { ...P } second: post { ...P } third: post { ...P } }
    }
    fragment P on Post { seq text author { ...A } } fragment A on Person { id name }`;
    const ann = await follow('ann', undefined, query);
    graph.rooms.post('r1', 'one', 'cho');
    await vi.waitFor(() => expect(ann.results).toHaveLength(1));
    const post = { seq: 1, text: 'one', author: { id: 'cho', name: 'CHO' } };
    expect(ann.results[0]).toEqual({
      data: { roomEvents: { seq: 1, first: post, second: post, third: post } },
    });
  });

  it('leaves no upstream behind when the last one goes', async () => {
    const ann = await follow('ann', undefined, 'subscription { ticks }');
    await opened(1);
    ann.stop();
    await vi.waitFor(() => expect(graph.rooms.open).toBe(0));
  });

  describe('a credential that ends', () => {
    it('ends the subscriptions of its socket when the session is over', async () => {
      const [ann, bob] = await Promise.all([follow('ann', 0), follow('bob', 0)]);
      await opened(1);
      graph.endSession('ann');
      expect(await ann.ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      graph.rooms.post('r1', 'one');
      await receives(bob, [1]);
    });

    it('ends them when the token expires, unless it was renewed on the open socket', async () => {
      const open = async (renewed: boolean) => {
        const client = socketClient(graph.url, await graph.authorization('ann', 1_500));
        clients.push(client);
        const ping = { type: 'ping', payload: { authorization: await graph.authorization('ann') } };
        client.on('connected', (socket) => {
          if (renewed && socket instanceof WebSocket) socket.send(JSON.stringify(ping));
        });
        return listen(client, roomEvents, { roomId: 'r1', after: 0 });
      };
      const [expiring, renewed] = await Promise.all([open(false), open(true)]);
      expect(await expiring.ended).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
      graph.rooms.post('r1', 'one');
      await receives(renewed, [1]);
    }, 10_000);

    it('does not end them while identity cannot be asked', async () => {
      const ann = await follow('ann', 0);
      await opened(1);
      graph.isSilent = true;
      await sleep(recheckEveryMs * 3 + 400);
      graph.rooms.post('r1', 'one');
      await receives(ann, [1]);
    });
  });
});

const roomEvent = z.object({ data: z.object({ roomEvents: z.object({ seq: z.number() }) }) });
const seqOf = (result: unknown): number => roomEvent.parse(result).data.roomEvents.seq;
