import type { FormattedExecutionResult } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Admission } from '../access/admit-operation.ts';
import { LiveCredential } from '../access/live-credential.ts';
import { maskErrors } from '../access/public-errors.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import { Freshness } from '../freshness/freshness.ts';
import { Caller } from '../graph/caller.ts';
import { Graph } from '../graph/graph.ts';
import { defaultLimits } from '../limits/operation-limits.ts';
import { planHere } from '../planning/plan-here.ts';
import { compose, host, silentLog } from '../testing/fixture.ts';
import { federationHeader, federationMachinery, schemaOf } from '../testing/fixture-schema.ts';
import { members } from '../testing/members.ts';
import { RoomsSubgraph, roomsSdl } from '../testing/rooms-subgraph.ts';
import { Generation } from './generation.ts';
import { SubscriptionHub } from './hub.ts';
import type { Subscriber } from './subscriber.ts';
import { readSubscriptionRules } from './subscription-rules.ts';

const sdls = {
  rooms: roomsSdl,
  people: `${federationHeader}
    type Query { person(id: ID!): Person }
    type Person @key(fields: "id") { id: ID! name: String! }`,
  notes: `${federationHeader}
    type Query { notes: Int }
    type Person @key(fields: "id") { id: ID! note: String! @perViewer friend: Person! @perViewer }`,
};
const supergraphSdl = compose(sdls);

/** By whom entities were asked for, and how many. */
type Asked = readonly [by: string, count: number];

let rooms: RoomsSubgraph;
let hub: SubscriptionHub;
let follow: (viewer: LiveCredential, roomId: string, query: string) => Promise<Subscriber>;
const asked = { people: new Array<Asked>(), notes: new Array<Asked>() };

/** Answers each with what only who asks may know. */
const subgraph = (name: 'people' | 'notes') =>
  schemaOf(`${sdls[name]}${federationMachinery('Person')}`, {
    Query: {
      _entities: (_, { representations }, context) => {
        const by = whoAsks(context);
        const ids = Array.isArray(representations) ? representations.map(({ id }: { id: string }) => id) : [];
        asked[name].push([by, ids.length]);
        return ids.map((id) => ({
          ...{ __typename: 'Person', id, name: id.toUpperCase() },
          ...{ note: `what ${by} thinks of ${id}`, friend: { id: `friend of ${by}` } },
        }));
      },
    },
  });

/** @param extension - the subgraph that is none of ours */
function open(extension?: string): void {
  [asked.people, asked.notes] = [[], []];
  rooms = new RoomsSubgraph();
  const connections = [
    connectInProcess(host('rooms', rooms.schema)),
    connectInProcess(host('people', subgraph('people'))),
    connectInProcess(host('notes', subgraph('notes'))),
  ].map((connection) => Object.assign(connection, { isExtension: connection.name === extension }));
  const freshness = new Freshness({ keyValue: new MemoryKeyValueStore() });
  const graph = new Graph({ supergraphSdl, planning: planHere(supergraphSdl), connections, freshness });
  const limiting = { limits: defaultLimits, hidesSchemaFromAnonymous: true };
  const admission = new Admission({ schema: graph.apiSchema, ...limiting });
  const generation = new Generation({
    ...{ graph, connections, rules: readSubscriptionRules(supergraphSdl) },
    ...{ formatError: maskErrors(silentLog), readmit: (again) => again },
  });
  hub = new SubscriptionHub({ freshness, lingerMs: 0 });
  void hub.turnTo(generation);
  follow = async (viewer, roomId, query) => {
    const request = { query, operationName: undefined, variables: { roomId } };
    const operation = admission.admit(request, false);
    const caller = await viewer.caller('request');
    const complete = <Result>(result: Result): Result => result;
    return hub.subscribe(generation, { request, operation, caller, complete, requestId: 'request' }, viewer);
  };
}

beforeEach(() => open());
afterEach(() => hub.close());

const following = (selection: string): string =>
  `subscription ($roomId: ID!) { roomEvents(roomId: $roomId, afterSeq: 0) { post { author { ${selection} } } } }`;

const viewer = (name: 'ann' | 'bob', reads?: 'primary'): LiveCredential =>
  new LiveCredential({
    memberId: members[name],
    caller: (requestId) =>
      new Caller({
        ...(reads && { reads }),
        viewer: { memberId: members[name], sessionId: name, roles: ['MEMBER'], membershipVersion: 0 },
        isService: false,
        requestId,
      }),
  });

const authorOf = async ({ results }: Subscriber): Promise<unknown> => {
  const { value } = await results.next();
  return value && authorIn(value);
};

describe('entities of the events of one tick', () => {
  it('asks once for what many members are told, and for what one may know as himself alone', async () => {
    const query = following('name note');
    const all = await Promise.all(
      [viewer('ann'), viewer('ann'), viewer('bob')].map((one) => follow(one, 'r1', query)),
    );
    rooms.post('r1', 'hello', 'cho');
    expect(await Promise.all(all.map(authorOf))).toEqual([
      { name: 'CHO', note: 'what ann thinks of cho' },
      { name: 'CHO', note: 'what ann thinks of cho' },
      { name: 'CHO', note: 'what bob thinks of cho' },
    ]);
    expect(rooms.opened.map(({ identity }) => identity.isService)).toEqual([true]);
    expect(asked).toEqual({
      people: [['the service', 1]],
      notes: [
        ['ann', 1],
        ['bob', 1],
      ],
    });
  });

  it('asks for everything as whoever says what they have seen', async () => {
    const query = following('name note');
    const both = await Promise.all(
      [viewer('ann', 'primary'), viewer('bob')].map((one) => follow(one, 'r1', query)),
    );
    rooms.post('r1', 'hello', 'cho');
    await Promise.all(both.map(authorOf));
    expect(asked.people).toEqual(
      expect.arrayContaining([
        ['ann', 1],
        ['the service', 1],
      ]),
    );
    expect(asked.people).toHaveLength(2);
  });

  it('asks once for what one member is told of many rooms, in the order of each', async () => {
    const roomIds = ['r1', 'r2', 'r3', 'r4'];
    const all = await Promise.all(roomIds.map((id) => follow(viewer('ann'), id, following('note'))));
    for (const [index, id] of roomIds.entries()) rooms.post(id, 'hello', `author ${index}`);
    expect(await Promise.all(all.map(authorOf))).toEqual(
      roomIds.map((_, index) => ({ note: `what ann thinks of author ${index}` })),
    );
    expect(asked.notes).toEqual([['ann', 4]]);
    for (const id of roomIds) for (const author of ['x', 'y']) rooms.post(id, 'again', author);
    for (const author of ['x', 'y'])
      expect(await Promise.all(all.map(authorOf))).toEqual(
        roomIds.map(() => ({ note: `what ann thinks of ${author}` })),
      );
  });

  it('asks as each member for what follows from what he alone may know', async () => {
    const query = following('name friend { name }');
    const both = await Promise.all([viewer('ann'), viewer('bob')].map((one) => follow(one, 'r1', query)));
    rooms.post('r1', 'hello', 'cho');
    expect(await Promise.all(both.map(authorOf))).toEqual([
      { name: 'CHO', friend: { name: 'FRIEND OF ANN' } },
      { name: 'CHO', friend: { name: 'FRIEND OF BOB' } },
    ]);
    expect(new Set(asked.people.map(([by]) => by))).toEqual(new Set(['ann', 'bob']));
  });
});

describe('what a guard does not stand for', () => {
  const askers = async (selection: string): Promise<readonly string[]> => {
    const both = await Promise.all(
      [viewer('ann'), viewer('bob')].map((one) => follow(one, 'r1', following(selection))),
    );
    rooms.post('r1', 'hello', 'cho');
    expect(await Promise.all(both.map(authorOf))).toEqual([
      expect.objectContaining({ name: 'CHO' }),
      expect.objectContaining({ name: 'CHO' }),
    ]);
    expect(rooms.opened.map(({ identity }) => identity.isService)).toEqual([true]);
    return asked.people.map(([by]) => by).toSorted();
  };

  it.each(['name', 'name note'])('is asked as the service where all of it is ours: %s', async (selection) => {
    expect(await askers(selection)).toEqual(['the service']);
  });

  it.each([
    ['a stream of an extension', 'rooms', 'name'],
    ['one of which a part is the viewer’s own', 'rooms', 'name note'],
    ['what an extension adds to a stream of ours', 'people', 'name'],
    ['where a part is the viewer’s own', 'people', 'name note'],
  ])('is asked as each viewer: %s', async (_, extension, selection) => {
    hub.close();
    open(extension);
    expect(await askers(selection)).toEqual(['ann', 'bob']);
  });
});

const context = z.object({
  identity: z.object({ viewer: z.object({ sessionId: z.string() }).nullable(), isService: z.boolean() }),
});

function whoAsks(given: unknown): string {
  const { viewer, isService } = context.parse(given).identity;
  return isService ? 'the service' : (viewer?.sessionId ?? 'nobody');
}

const event = z.object({
  data: z.object({ roomEvents: z.object({ post: z.object({ author: z.unknown() }) }) }),
});

const authorIn = (result: FormattedExecutionResult): unknown =>
  event.parse(result).data.roomEvents.post.author;
