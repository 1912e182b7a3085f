import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { encodeCursor } from '@moim/kit/graphql/page.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asService, asViewer } from '@moim/kit/testing/test-identities.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { markRead } from '../actions/mark-read.ts';
import { sendMessage } from '../actions/send-message.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let roomId: string;
const roomIds: string[] = [];

/** Ids and times are made up at each run; a snapshot shows which is which. */
const names = new Map<string, string>();
const name = (id: string, as: string) => names.set(id, as);
const legible = (value: unknown): unknown =>
  JSON.parse(
    [...names]
      .reduce((text, [id, as]) => text.replaceAll(id, as), JSON.stringify(value))
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)'),
  );

beforeAll(async () => {
  stage = await openStage();
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  name(minji.memberId, 'minji').set(joon.memberId, 'joon');
  const sales = await stage.identity.group(minji);
  name(sales, 'sales');
  minji = stage.identity.viewer(minji.memberId);
  for (const title of ['Busan', 'Seoul', 'Jeju']) {
    const id = await createChatRoom(stage.services, minji, {
      ...{ id: newUuid(), kind: 'GROUP', title, memberIds: [joon.memberId], groupIds: [sales] },
    });
    name(id, title);
    roomIds.push(id);
    for (let index = 1; index <= 120; index += 1) await say(joon, `${title} ${index}`, id);
  }
  roomId = roomIds[0] ?? '';
  await stage.deliver();
});
afterAll(() => stage.close());

async function say(viewer: Viewer, text: string, room: string) {
  const { id } = await sendMessage(stage.services, viewer, { id: newUuid(), roomId: room, text });
  name(id, text);
  return id;
}

const ask = async (query: string, identity = asViewer(minji), variables = {}) =>
  legible(await stage.host.execute({ document: parse(query), identity, variables }));

describe('chatRoomListeners', () => {
  const listeners = `query ($roomId: ID!, $ids: [ID!]!) { chatRoomListeners(roomId: $roomId, memberIds: $ids) }`;
  const askFor = (ids: readonly string[], identity = asService, room = roomId) =>
    ask(listeners, identity, { roomId: room, ids });

  it('tells the supergraph who of those it names is in the room', async () => {
    const stranger = stage.identity.viewer((await stage.identity.join()).memberId);
    expect(await askFor([joon.memberId, stranger.memberId, 'nonsense'])).toEqual({
      data: { chatRoomListeners: ['joon'] },
    });
    expect(await askFor([joon.memberId], asService, newUuid())).toEqual({ data: { chatRoomListeners: [] } });
    expect(await askFor([joon.memberId], asService, 'nonsense')).toEqual({ data: { chatRoomListeners: [] } });
  });

  it('says the same as the guard', async () => {
    const stranger = await stage.identity.join();
    const viewers = [minji, joon, stage.identity.viewer(stranger.memberId)];
    const guards = viewers.map(async (one) => (await loadRoomAs(one)) !== null);
    const { data } = await stage.host.execute({
      ...{ document: parse(listeners), identity: asService },
      variables: { roomId, ids: viewers.map(({ memberId }) => memberId) },
    });
    const found = z.object({ chatRoomListeners: z.array(z.string()) }).parse(data).chatRoomListeners;
    expect(viewers.map(({ memberId }) => found.includes(memberId))).toEqual(await Promise.all(guards));
  });

  it('costs one statement for as many as are asked about at once', async () => {
    stage.statements();
    await askFor([joon.memberId, ...Array.from({ length: 499 }, () => newUuid())]);
    expect(stage.statements()).toEqual(['messaging.findMembersAmong']);
  });

  it('tells nobody else', async () => {
    expect(await askFor([joon.memberId], asViewer(minji))).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

/** As the guard of the room's events asks. */
async function loadRoomAs(viewer: Viewer): Promise<unknown> {
  const document = parse('query ($roomId: ID!) { chatRoom(id: $roomId) { id } }');
  const answer = await stage.host.execute({ document, identity: asViewer(viewer), variables: { roomId } });
  return z.object({ chatRoom: z.unknown() }).parse(answer.data).chatRoom;
}

describe('chatRoom', () => {
  it('answers a member with everything about the room', async () => {
    await markRead(stage.services, minji, { roomId, seq: 118 });
    const answer = await ask(`{
      chatRoom(id: "${roomId}") {
        id kind title createdAt memberCount lastSeq readSeq unread
        members(first: 1) { pageInfo { hasNextPage } edges { node { id } } }
        groups { id }
        lastMessage { id seq kind text sentAt sender { id } room { id } }
        messages(last: 2) {
          pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
          edges { cursor node { id seq } }
        }
      }
    }`);
    expect(answer).toMatchInlineSnapshot(`
      {
        "data": {
          "chatRoom": {
            "createdAt": "(time)",
            "groups": [
              {
                "id": "sales",
              },
            ],
            "id": "Busan",
            "kind": "GROUP",
            "lastMessage": {
              "id": "Busan 120",
              "kind": "TEXT",
              "room": {
                "id": "Busan",
              },
              "sender": {
                "id": "joon",
              },
              "sentAt": "(time)",
              "seq": 120,
              "text": "Busan 120",
            },
            "lastSeq": 120,
            "memberCount": 2,
            "members": {
              "edges": [
                {
                  "node": {
                    "id": "minji",
                  },
                },
              ],
              "pageInfo": {
                "hasNextPage": true,
              },
            },
            "messages": {
              "edges": [
                {
                  "cursor": "azoxMTk",
                  "node": {
                    "id": "Busan 119",
                    "seq": 119,
                  },
                },
                {
                  "cursor": "azoxMjA",
                  "node": {
                    "id": "Busan 120",
                    "seq": 120,
                  },
                },
              ],
              "pageInfo": {
                "endCursor": "azoxMjA",
                "hasNextPage": false,
                "hasPreviousPage": true,
                "startCursor": "azoxMTk",
              },
            },
            "readSeq": 118,
            "title": "Busan",
            "unread": 2,
          },
        },
      }
    `);
  });

  it.each(['a stranger', 'an unknown id', 'no id at all'])('answers null for %s', async (who) => {
    const stranger = await stage.identity.join();
    const id = { 'a stranger': roomId, 'an unknown id': newUuid(), 'no id at all': '7' }[who] ?? '';
    const identity = asViewer(who === 'a stranger' ? stranger : minji);
    expect(await ask(`{ chatRoom(id: "${id}") { id } }`, identity)).toEqual({ data: { chatRoom: null } });
  });

  it('asks who is not logged in to do so', async () => {
    expect(await ask(`{ chatRoom(id: "${roomId}") { id } }`, asViewer(null))).toMatchInlineSnapshot(`
      {
        "data": {
          "chatRoom": null,
        },
        "errors": [
          {
            "extensions": {
              "code": "UNAUTHENTICATED",
              "requestId": "test",
              "retryable": false,
            },
            "locations": [
              {
                "column": 3,
                "line": 1,
              },
            ],
            "message": "Log in first.",
            "path": [
              "chatRoom",
            ],
          },
        ],
      }
    `);
  });

  it('says that it is behind while the memberships of the token are unknown', async () => {
    const ahead = asViewer({ ...minji, membershipVersion: 99 });
    expect(await ask(`{ chatRoom(id: "${roomId}") { id } }`, ahead)).toMatchInlineSnapshot(`
      {
        "data": {
          "chatRoom": null,
        },
        "errors": [
          {
            "extensions": {
              "code": "BEHIND",
              "requestId": "test",
              "retryable": true,
            },
            "locations": [
              {
                "column": 3,
                "line": 1,
              },
            ],
            "message": "This change is still being taken in; try again.",
            "path": [
              "chatRoom",
            ],
          },
        ],
      }
    `);
  });

  it('waits for a membership that the token speaks of, and shows the room then', async () => {
    const sales = await stage.identity.group(minji);
    const id = await createChatRoom(stage.services, stage.identity.viewer(minji.memberId), {
      ...{ id: newUuid(), kind: 'GROUP', title: 'New', memberIds: [], groupIds: [sales] },
    });
    const { memberId } = await stage.identity.join();
    const added = stage.identity.writeAdd(sales, memberId);
    const asking = ask(`{ chatRoom(id: "${id}") { title } }`, asViewer(stage.identity.viewer(memberId)));
    await stage.identity.take(added);
    expect(await asking).toEqual({ data: { chatRoom: { title: 'New' } } });
  });

  it('shows a follower of a group it is not in no groups', async () => {
    expect(await ask(`{ chatRoom(id: "${roomId}") { title groups { id } } }`, asViewer(joon))).toEqual({
      data: { chatRoom: { title: 'Busan', groups: [] } },
    });
  });

  it('shows our own supergraph the room, but no reader’s marker', async () => {
    expect(await ask(`{ chatRoom(id: "${roomId}") { title lastSeq } }`, asService)).toEqual({
      data: { chatRoom: { title: 'Busan', lastSeq: 120 } },
    });
    expect(await ask(`{ chatRoom(id: "${roomId}") { unread } }`, asService)).toMatchInlineSnapshot(`
      {
        "data": {
          "chatRoom": null,
        },
        "errors": [
          {
            "extensions": {
              "code": "FORBIDDEN",
              "requestId": "test",
              "retryable": false,
            },
            "locations": [
              {
                "column": 58,
                "line": 1,
              },
            ],
            "message": "Only who is in the room has read it.",
            "path": [
              "chatRoom",
              "unread",
            ],
          },
        ],
      }
    `);
  });
});

const timeline = z.object({
  data: z
    .object({
      chatRoom: z
        .object({
          messages: z.object({
            edges: z.array(z.object({ node: z.object({ seq: z.int() }) })),
            pageInfo: z.record(z.string(), z.unknown()),
          }),
        })
        .nullable(),
    })
    .optional(),
  errors: z.array(z.object({ extensions: z.looseObject({}) })).optional(),
});

describe('the timeline', () => {
  const page = async (args: string) => {
    const answer = await stage.host.execute({
      document: parse(`{ chatRoom(id: "${roomId}") { messages${args} {
        pageInfo { hasPreviousPage hasNextPage startCursor endCursor } edges { node { seq } } } } }`),
      identity: asViewer(minji),
    });
    return timeline.parse(JSON.parse(JSON.stringify(answer)));
  };

  it('is read from its end to its start, and from its start to its end, each message once', async () => {
    for (const [size, cursor, edge] of [
      ['last', 'before', 'startCursor'],
      ['first', 'after', 'endCursor'],
    ] as const) {
      const seqs: number[] = [];
      let args = `(${size}: 37)`;
      for (let pages = 0; pages < 4; pages += 1) {
        const { messages } = (await page(args)).data?.chatRoom ?? {};
        const found = messages?.edges.map(({ node }) => node.seq) ?? [];
        seqs.push(...found);
        const { pageInfo } = messages ?? {};
        expect(pageInfo?.[size === 'last' ? 'hasPreviousPage' : 'hasNextPage']).toBe(pages < 3);
        args = `(${size}: 37, ${cursor}: "${String(pageInfo?.[edge])}")`;
      }
      expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    }
  });

  it.each([
    ['', 71, 120],
    [`(after: "${encodeCursor('10')}")`, 11, 60],
    ['(first: 1)', 1, 1],
    ['(last: 100)', 21, 120],
  ])('%s starts at %i and ends at %i', async (args, first, last) => {
    const seqs = (await page(args)).data?.chatRoom?.messages.edges.map(({ node }) => node.seq);
    expect([seqs?.at(0), seqs?.at(-1), seqs?.length]).toEqual([first, last, last - first + 1]);
  });

  it.each([
    ['(first: 0)', 'first'],
    ['(last: 101)', 'last'],
    ['(first: 1, last: 1)', 'last'],
    ['(after: "rubbish")', 'after'],
    [`(before: "${encodeCursor('121')}")`, 'before'],
    [`(after: "${encodeCursor('999999999999')}")`, 'after'],
  ])('refuses %s and names the argument', async (args, field) => {
    const { data, errors } = await page(args);
    expect(data).toEqual({ chatRoom: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('the entities of other subgraphs', () => {
  it('are answered in one statement a kind, null for what the viewer may not see', async () => {
    const [hidden] = await stage.rows<{ id: string }>('select id from messaging.messages limit 1');
    const stranger = await stage.identity.join();
    const representations = [
      { __typename: 'ChatRoom', id: roomId },
      { __typename: 'Message', id: hidden?.id },
      { __typename: 'Viewer', id: stranger.memberId },
      { __typename: 'Viewer', id: minji.memberId },
    ];
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on ChatRoom { title } ... on Message { text } ... on Viewer { id unread inboxSeq chatRooms { edges { node { id } } } }
      }
    }`;
    expect(await ask(query, asViewer(stranger), { representations })).toEqual({
      data: {
        _entities: [
          null,
          null,
          { id: stranger.memberId, unread: 0, inboxSeq: 0, chatRooms: { edges: [] } },
          null,
        ],
      },
    });
  });
});

describe('the viewer', () => {
  it('has rooms in the order of their last message, unread counts and the cursor of the inbox', async () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Viewer {
          id unread inboxSeq
          chatRooms(first: 2) { pageInfo { hasNextPage } edges { node { title unread lastMessage { text } } } }
        }
      }
    }`;
    const representations = [{ __typename: 'Viewer', id: joon.memberId }];
    expect(await ask(query, asViewer(joon), { representations })).toMatchInlineSnapshot(`
      {
        "data": {
          "_entities": [
            {
              "chatRooms": {
                "edges": [
                  {
                    "node": {
                      "lastMessage": {
                        "text": "Jeju 120",
                      },
                      "title": "Jeju",
                      "unread": 0,
                    },
                  },
                  {
                    "node": {
                      "lastMessage": {
                        "text": "Seoul 120",
                      },
                      "title": "Seoul",
                      "unread": 0,
                    },
                  },
                ],
                "pageInfo": {
                  "hasNextPage": true,
                },
              },
              "id": "joon",
              "inboxSeq": 363,
              "unread": 0,
            },
          ],
        },
      }
    `);
  });
});

describe('lists', () => {
  const listed = z.object({
    edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  });

  /** Every page of a list, one entry at a time. */
  async function pagesOf(read: (args: string) => Promise<unknown>): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    let hasNextPage = true;
    while (hasNextPage) {
      const page = listed.parse(
        await read(cursor === null ? '(first: 1)' : `(first: 1, after: "${cursor}")`),
      );
      ids.push(...page.edges.map(({ node }) => node.id));
      cursor = page.pageInfo.endCursor;
      hasNextPage = page.pageInfo.hasNextPage;
    }
    return ids;
  }

  const pageFields = '{ pageInfo { hasNextPage endCursor } edges { node { id } } }';
  const answered = z.object({ data: z.object({ chatRoom: z.object({ members: z.unknown() }) }) });
  const viewerQuery = (args: string) => `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Viewer { chatRooms${args} ${pageFields} } }
  }`;
  const askViewer = (args: string) =>
    ask(viewerQuery(args), asViewer(joon), {
      representations: [{ __typename: 'Viewer', id: joon.memberId }],
    });
  const viewerAnswer = z.object({
    data: z.object({ _entities: z.tuple([z.object({ chatRooms: z.unknown() })]) }),
  });

  it('give every member of a room once', async () => {
    const members = await pagesOf(async (args) => {
      const answer = await ask(`{ chatRoom(id: "${roomId}") { members${args} ${pageFields} } }`);
      return answered.parse(answer).data.chatRoom.members;
    });
    expect(members).toEqual(['minji', 'joon']);
  });

  it('give every room of the viewer once, the latest first', async () => {
    const rooms = await pagesOf(
      async (args) => viewerAnswer.parse(await askViewer(args)).data._entities[0].chatRooms,
    );
    expect(rooms).toEqual(['Jeju', 'Seoul', 'Busan']);
  });

  it.each(['(first: 0)', '(first: 101)', '(after: "rubbish")', `(after: "${encodeCursor('7')}")`])(
    'refuse %s and name the argument',
    async (args) => {
      const field = args.includes('first') ? 'first' : 'after';
      const refusal = { errors: [{ extensions: { code: 'BAD_USER_INPUT', field } }] };
      expect(await askViewer(args)).toMatchObject(refusal);
      expect(await ask(`{ chatRoom(id: "${roomId}") { members${args} ${pageFields} } }`)).toMatchObject(
        refusal,
      );
    },
  );
});

describe('batching', () => {
  const statementsOf = async (query: string, variables = {}) => {
    stage.statements();
    const answer = await stage.host.execute({ document: parse(query), identity: asViewer(minji), variables });
    expect(answer.errors).toBeUndefined();
    return stage.statements();
  };

  it('costs a page of 1, 50 and 100 messages with senders and rooms the same statements', async () => {
    for (const size of [1, 50, 100]) {
      const query = `{ chatRoom(id: "${roomId}") { messages(last: ${size}) {
        edges { node { id text sender { id } room { id unread lastMessage { id } } } } } } }`;
      expect(await statementsOf(query)).toEqual([
        'messaging.findChatRooms',
        'messaging.findTimelines',
        'messaging.findLastMessages',
      ]);
    }
  });

  it('costs 1, 50 and 100 messages that another subgraph names the same statements', async () => {
    const rows = await stage.rows<{ id: string }>('select id from messaging.messages limit 100');
    for (const size of [1, 50, 100]) {
      const representations = rows.slice(0, size).map(({ id }) => ({ __typename: 'Message', id }));
      const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Message { text sender { id } room { title memberCount members { edges { node { id } } } groups { id } messages(last: 1) { edges { node { id } } } } } } }`;
      expect((await statementsOf(query, { representations })).sort()).toEqual([
        'messaging.countMembersOfRooms',
        'messaging.findChatRooms',
        'messaging.findGroupsOfRooms',
        'messaging.findMembersOfRooms',
        'messaging.findMessages',
        'messaging.findTimelines',
      ]);
    }
  });

  it('costs a list of 1 and of 3 rooms the same statements', async () => {
    const representations = [{ __typename: 'Viewer', id: minji.memberId }];
    for (const size of [1, 3]) {
      const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Viewer { unread inboxSeq chatRooms(first: ${size}) { edges { node {
          unread memberCount lastMessage { text } members(first: 3) { edges { node { id } } } } } } } } }`;
      expect((await statementsOf(query, { representations })).sort()).toEqual([
        'messaging.countMembersOfRooms',
        'messaging.countUnread',
        'messaging.findInboxSeq',
        'messaging.findLastMessages',
        'messaging.findMembersOfRooms',
        'messaging.findRoomsOfMember',
      ]);
    }
  });
});
