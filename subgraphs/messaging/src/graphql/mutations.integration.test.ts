import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let roomId: string;
const messageId = newUuid();

beforeAll(async () => {
  stage = await openStage();
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  roomId = await createChatRoom(stage.services, minji, {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Busan', memberIds: [joon.memberId], groupIds: [] },
  });
});
afterAll(() => stage.close());

const userError = '__typename ... on UserError { code message } ... on InvalidInput { field }';

async function change(
  viewer: Viewer | null,
  field: string,
  input: object,
  payload: string,
): Promise<unknown> {
  const type = field.charAt(0).toUpperCase() + field.slice(1);
  const document = parse(
    `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${type}Payload { ${payload} } ${userError} } }`,
  );
  const answer = await stage.host.execute({ document, variables: { input }, identity: asViewer(viewer) });
  return JSON.parse(JSON.stringify(answer).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)'));
}

const send = (viewer: Viewer | null, input: object) =>
  change(
    viewer,
    'sendMessage',
    { id: messageId, roomId, text: 'hello', ...input },
    'sentMessage { seq kind text sentAt sender { id } room { title readSeq unread } }',
  );

describe('createChatRoom', () => {
  const create = (input: object) =>
    change(
      minji,
      'createChatRoom',
      { id: newUuid(), ...input },
      'room { kind title memberCount lastSeq lastMessage { id } unread }',
    );

  it('answers the new room', async () => {
    expect(await create({ kind: 'DIRECT', memberIds: [joon.memberId] })).toMatchInlineSnapshot(`
      {
        "data": {
          "createChatRoom": {
            "__typename": "CreateChatRoomPayload",
            "room": {
              "kind": "DIRECT",
              "lastMessage": null,
              "lastSeq": 0,
              "memberCount": 2,
              "title": null,
              "unread": 0,
            },
          },
        },
      }
    `);
  });

  it('names the field that breaks a rule', async () => {
    expect(await create({ kind: 'GROUP', title: ' ', memberIds: [joon.memberId] })).toMatchInlineSnapshot(`
      {
        "data": {
          "createChatRoom": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.title",
            "message": "Write something.",
          },
        },
      }
    `);
  });

  it('refuses an id that stands for another room', async () => {
    const input = { id: roomId, kind: 'GROUP', title: 'Seoul', memberIds: [joon.memberId] };
    expect(await create(input)).toMatchInlineSnapshot(`
      {
        "data": {
          "createChatRoom": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "This id already stands for something else; make a new one.",
          },
        },
      }
    `);
  });
});

describe('sendMessage', () => {
  it('answers the message, and the same again to a retry', async () => {
    const first = await send(minji, {});
    expect(first).toEqual({
      data: {
        sendMessage: {
          __typename: 'SendMessagePayload',
          sentMessage: {
            ...{ seq: 1, kind: 'TEXT', text: 'hello', sentAt: '(time)', sender: { id: minji.memberId } },
            room: { title: 'Busan', readSeq: 1, unread: 0 },
          },
        },
      },
    });
    expect(await send(minji, {})).toEqual(first);
  });

  it('refuses another text under the same id', async () => {
    expect(await send(minji, { text: 'bye' })).toMatchInlineSnapshot(`
      {
        "data": {
          "sendMessage": {
            "__typename": "Conflict",
            "code": "CONFLICT",
            "message": "This id already stands for something else; make a new one.",
          },
        },
      }
    `);
  });

  it('names the field that breaks a rule', async () => {
    expect(await send(minji, { id: newUuid(), text: 'a\u0000b' })).toMatchInlineSnapshot(`
      {
        "data": {
          "sendMessage": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.text",
            "message": "Control characters are not allowed.",
          },
        },
      }
    `);
  });

  it('answers the room of others as not found', async () => {
    expect(await send(await stage.identity.join(), { id: newUuid() })).toMatchInlineSnapshot(`
      {
        "data": {
          "sendMessage": {
            "__typename": "NotFound",
            "code": "NOT_FOUND",
            "message": "There is nothing with this id that you may see.",
          },
        },
      }
    `);
  });

  it('is for who is logged in', async () => {
    expect(await send(null, {})).toMatchObject({
      data: null,
      errors: [{ message: 'Log in first.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('markRead', () => {
  const mark = (seq: number) => change(joon, 'markRead', { roomId, seq }, 'room { lastSeq readSeq unread }');

  it('answers the room as it is then', async () => {
    expect(await mark(1)).toMatchInlineSnapshot(`
      {
        "data": {
          "markRead": {
            "__typename": "MarkReadPayload",
            "room": {
              "lastSeq": 1,
              "readSeq": 1,
              "unread": 0,
            },
          },
        },
      }
    `);
  });

  it('names the field for a place that nothing stands at', async () => {
    expect(await mark(2)).toMatchInlineSnapshot(`
      {
        "data": {
          "markRead": {
            "__typename": "InvalidInput",
            "code": "BAD_USER_INPUT",
            "field": "input.seq",
            "message": "The room has no message at this place yet.",
          },
        },
      }
    `);
  });
});

describe('leaveChatRoom', () => {
  const leave = () => change(joon, 'leaveChatRoom', { roomId }, 'roomId');

  it('answers the room that was left, and nothing of it after that', async () => {
    expect(await leave()).toEqual({
      data: { leaveChatRoom: { __typename: 'LeaveChatRoomPayload', roomId } },
    });
    expect(await leave()).toMatchInlineSnapshot(`
      {
        "data": {
          "leaveChatRoom": {
            "__typename": "NotFound",
            "code": "NOT_FOUND",
            "message": "There is nothing with this id that you may see.",
          },
        },
      }
    `);
    expect(await send(joon, { id: newUuid() })).toMatchObject({
      data: { sendMessage: { code: 'NOT_FOUND' } },
    });
  });
});
