import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { listenTo, newId, type Person, signUp, socketFor } from '../e2e/person.ts';
import { type Program, startProgram } from '../e2e/program.ts';
import { type Stack, startStack, subgraphNames } from '../e2e/stack.ts';
import { minimalVariables } from './minimal-variables.ts';
import { installPeers, root } from './peers.ts';
import { readWebOperations } from './web-operations.ts';

/**
 * The same supergraph file over the same running subgraphs behind another vendor's router: every
 * operation of the web app answers there with an equal body. Proof that what we speak between the
 * processes is standard federation.
 */
const operations = await readWebOperations();
const api = buildSchema(readFileSync(`${root}/schema/api.graphql`, 'utf8'));

let stack: Stack;
let minji: Person;
let alex: Person;
const room = newId();
const group = newId();

const textOf = (name: string): string => {
  const operation = operations.get(name);
  if (!operation) throw new Error(`the web has no operation ${name}`);
  return operation.text;
};

async function askAt(url: string, person: Person, name: string, variables: object): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${person.accessToken}` },
    body: JSON.stringify({ query: textOf(name), variables }),
  });
  // What an operation cost is ours to say.
  const { extensions: _cost, ...answer } = z.looseObject({}).parse(await response.json());
  return answer;
}

const runMutation = (name: string, input: object) => minji.data(textOf(name), { input });

beforeAll(async () => {
  installPeers();
  const publicPort = await findFreePort();
  stack = await startStack({
    execution: 'processes',
    port: publicPort,
    // Subgraphs take identity's access tokens by its published keys, as any router's subgraphs would.
    environment: { ACCESS_TOKEN_JWKS_URL: `http://127.0.0.1:${publicPort}/auth/jwks.json` },
  });
  minji = await signUp(stack.url, { name: '민지' });
  alex = await signUp(stack.url, { name: 'Alex' });
  const memberIds = [alex.memberId];
  await runMutation('CreateGroup', { id: group, name: 'Busan', memberIds });
  await runMutation('CreateChatRoom', {
    id: room,
    kind: 'GROUP',
    title: 'Site visit',
    memberIds,
    groupIds: [],
  });
  for (const text of ['one', 'two', 'three'])
    await runMutation('SendMessage', { id: newId(), roomId: room, text });
}, 240_000);

afterAll(async () => {
  await Promise.all([minji.close(), alex.close()]);
  await stack.close();
});

/** For CX or operators alone: both answer with the refusal. */
const refused = new Set(['SearchPolicies', 'DeadLetters']);

/** Without the signature of an address that is new each time, and the count of the changes made so far. */
const comparable = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/[\w-]{43}\.ics/g, '<signature>.ics')
      .replaceAll(/"version":\d+/g, '"version":0'),
  );

/** Whatever is not said by hand: with only what the operation demands, about nobody's things. */
function withMinimalVariables(): Record<string, () => object> {
  const asked = [...operations.values()].filter(({ kind }) => kind !== 'subscription');
  return Object.fromEntries(
    asked.map(({ name, text }) => {
      const operation = getOperationAST(parse(text));
      return [name, () => (operation ? minimalVariables(operation, api) : {})];
    }),
  );
}

const planners = [
  ['JavaScript', '0'],
  ['Rust', '1'],
] as const;

describe.each(planners)('behind Hive Gateway with its %s planner', (_, HIVE_ROUTER_RUNTIME) => {
  let hive: Program;
  let hiveUrl: string;
  beforeAll(async () => {
    const port = await findFreePort();
    hiveUrl = `http://127.0.0.1:${port}`;
    hive = await startProgram('bench/peers/hive.js', port, {
      HIVE_ROUTER_RUNTIME,
      SUPERGRAPH: `${root}/schema/supergraph.graphql`,
      ...Object.fromEntries(
        subgraphNames.map((name) => [`SUBGRAPH_URL_${name.toUpperCase()}`, stack.subgraphs[name]?.url ?? '']),
      ),
    });
  });
  afterAll(() => hive.stop());

  const repeated = newId();
  const cases: Record<string, () => object> = {
    ...withMinimalVariables(),
    SessionViewer: () => ({}),
    ViewerRooms: () => ({ first: 20 }),
    ViewerGroups: () => ({ first: 20 }),
    GroupPage: () => ({ id: group, first: 20 }),
    RoomPage: () => ({ id: room, last: 20 }),
    RoomHistory: () => ({ id: room, last: 2 }),
    RoomMembers: () => ({ id: room, first: 20 }),
    SearchMembers: () => ({ search: 'Al', first: 20 }),
    // Each of these says the same when it is said twice: ids are made by the client.
    CreateGroup: () => ({ input: { id: group, name: 'Busan', memberIds: [alex.memberId] } }),
    CreateChatRoom: () => ({
      input: { id: room, kind: 'GROUP', title: 'Site visit', memberIds: [alex.memberId], groupIds: [] },
    }),
    SendMessage: () => ({ input: { id: repeated, roomId: room, text: 'said twice' } }),
    MarkRead: () => ({ input: { roomId: room, seq: 2 } }),
    UpdateProfile: () => ({ input: { locale: 'EN' } }),
    AddMember: () => ({ input: { groupId: group, memberId: alex.memberId } }),
    // These change nothing here, and say why.
    RemoveMember: () => ({ input: { groupId: newId(), memberId: alex.memberId } }),
    LeaveChatRoom: () => ({ input: { roomId: newId() } }),
    Withdraw: () => ({ input: { password: 'not the password' } }),
  };

  it('is every query and mutation of the web app compared', () => {
    const asked = [...operations.values()].filter(({ kind }) => kind !== 'subscription');
    expect(Object.keys(cases).toSorted()).toEqual(asked.map(({ name }) => name).toSorted());
  });

  it.each(Object.entries(cases))('%s answers with an equal body', async (name, variables) => {
    // The first call may change something; the two that are compared find the same state.
    await askAt(stack.url, minji, name, variables());
    const same = variables();
    const both = async () => [
      await askAt(stack.url, minji, name, same),
      await askAt(hiveUrl, minji, name, same),
    ];
    if (refused.has(name)) {
      for (const answer of await both()) expect(JSON.stringify(answer)).toContain('"code":"FORBIDDEN"');
      return;
    }
    // What goes on by itself, as a recommendation does, may be a step further for who asks second.
    await vi.waitFor(async () => {
      const [ours, theirs] = await both();
      expect(ours).toEqual({ data: expect.anything() });
      expect(comparable(theirs)).toEqual(comparable(ours));
    }, 5_000);
  });

  it('a live message arrives with its sender, equal on both', async () => {
    const { socket: theirSocket, listen: listenAtTheirs } = socketAt(hiveUrl, minji);
    const subscriptions: [string, Record<string, unknown>][] = [
      ['ChatRoomEvents', { roomId: room, afterSeq: 2 }],
      ['InboxChanged', {}],
    ];
    const streams = subscriptions.map(([name, variables]) => ({
      ours: minji.listen(textOf(name), variables),
      theirs: listenAtTheirs(textOf(name), variables),
    }));
    await sleep(2_000); // the streams without a cursor are open by now
    await alex.data(textOf('SendMessage'), { input: { id: newId(), roomId: room, text: 'live' } });
    for (const { ours, theirs } of streams) {
      for (const { results } of [ours, theirs])
        await vi.waitFor(() => expect(JSON.stringify(results.at(-1))).toContain('"text":"live"'), 5_000);
      expect(theirs.results).toEqual(ours.results);
      expect(JSON.stringify(ours.results.at(-1))).toContain('"name":"Alex"');
      ours.stop();
      theirs.stop();
    }
    await theirSocket.dispose();
  });
});

function socketAt(url: string, { accessToken }: Person) {
  const socket = socketFor(url, accessToken);
  const listen = (query: string, variables: Record<string, unknown>) => listenTo(socket, query, variables);
  return { socket, listen };
}
