import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import { startBackbone } from '@moim/kit/events/backbone.ts';
import { localEventSource } from '@moim/kit/events/local-event-source.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { LiveReader } from '@moim/kit/testing/live-reader.ts';
import { asService, asViewer } from '@moim/kit/testing/test-identities.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { markRead } from '../actions/mark-read.ts';
import { sendMessage } from '../actions/send-message.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { inboxFanOut } from '../triggers/inbox-fan-out.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let sales: string;
let roomId: string;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  sales = await stage.identity.group(minji, joon);
  [minji, joon] = [stage.identity.viewer(minji.memberId), stage.identity.viewer(joon.memberId)];
  roomId = await createChatRoom(stage.services, minji, {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Sales', memberIds: [], groupIds: [sales] },
  });
});

const send = (viewer: Viewer, text = 'hi') =>
  sendMessage(stage.services, viewer, { id: newUuid(), roomId, text });
const sendMany = async (viewer: Viewer, count: number) => {
  for (let index = 0; index < count; index += 1) await send(viewer);
};

const roomQuery = (afterSeq?: number, fields = 'seq', room = roomId) => {
  const cursor = afterSeq === undefined ? '' : `, afterSeq: ${afterSeq}`;
  return `subscription { chatRoomEvents(roomId: "${room}"${cursor}) { ${fields} } }`;
};
const followRoom = (viewer: OperationIdentity, afterSeq?: number, fields?: string) =>
  LiveReader.get(stage, viewer, roomQuery(afterSeq, fields));
const seq = (seq: number) => ({ data: { chatRoomEvents: { seq } } });
const seqs = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => seq(first + index));

describe('chatRoomEvents', () => {
  it('tells first what was missed, then what comes', async () => {
    await sendMany(joon, 3);
    const reader = await followRoom(asViewer(minji), 1);
    expect(await reader.take(2)).toEqual(seqs(2, 3));
    const next = reader.next();
    await send(joon);
    await stage.deliver();
    expect(await next).toEqual(seq(4));
    await reader.stop();
  });

  it('starts with what comes next when no cursor is given', async () => {
    await sendMany(joon, 3);
    const reader = await followRoom(asViewer(minji));
    const next = reader.next();
    await send(joon);
    await stage.deliver();
    expect(await next).toEqual(seq(4));
    await reader.stop();
  });

  it('tells a gap of several pages in order', async () => {
    await stage.rows(
      `with posted as (
         insert into messaging.messages (room_id, seq, id, kind, member_id, text, sent_at)
         select $1, seq, gen_random_uuid(), 'TEXT', $2, 'm', now() from generate_series(1, 1030) as seq)
       update messaging.chat_rooms set last_seq = 1030 where id = $1`,
      [roomId, joon.memberId],
    );
    const reader = await followRoom(asViewer(minji), 0);
    expect(await reader.take(1030)).toEqual(seqs(1, 1030));
    await reader.stop();
  });

  it('carries the message and its sender without a statement of its own', async () => {
    await sendMany(joon, 50);
    const fields = 'seq message { id kind text sentAt sender { id } }';
    stage.statements();
    const reader = await followRoom(asViewer(minji), 0, fields);
    const [first] = await reader.take(50);
    expect(first).toMatchObject({
      data: {
        chatRoomEvents: { seq: 1, message: { kind: 'TEXT', text: 'hi', sender: { id: joon.memberId } } },
      },
    });
    expect(stage.statements()).toEqual(['messaging.findLastSeq', 'messaging.findRoomLogAfter']);
    await reader.stop();
  });

  it.each([99, -1])('refuses the cursor %i and names the argument', async (afterSeq) => {
    const refusal = await LiveReader.open(stage, asViewer(minji), roomQuery(afterSeq));
    expect(refusal).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'afterSeq' }, path: ['chatRoomEvents'] }],
    });
    expect(stage.services.bus.topicCount).toBe(0);
  });

  it('answers the room of others, an unknown one and no id at all alike', async () => {
    const stranger = asViewer(await stage.identity.join());
    const attempts = [
      await LiveReader.open(stage, stranger, roomQuery()),
      await LiveReader.open(stage, asViewer(minji), roomQuery(0, 'seq', newUuid())),
      await LiveReader.open(stage, asViewer(minji), roomQuery(0, 'seq', '7')),
    ];
    for (const refusal of attempts)
      expect(refusal).toMatchObject({
        errors: [
          { message: 'There is nothing with this id that you may see.', extensions: { code: 'NOT_FOUND' } },
        ],
      });
    expect(stage.services.bus.topicCount).toBe(0);
  });

  it('is for who is logged in', async () => {
    expect(await LiveReader.open(stage, asViewer(null), roomQuery())).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('ends with NOT_FOUND at once when the member is removed, telling nothing after that', async () => {
    const reader = await followRoom(asViewer(joon), 0);
    await send(minji);
    await stage.deliver();
    expect(await reader.next()).toEqual(seq(1));
    const next = reader.next();
    await stage.identity.remove(sales, joon.memberId);
    await send(minji, 'secret');
    await stage.deliver();
    expect(await next).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(await reader.next()).toBeNull();
    expect(stage.services.bus.topicCount).toBe(0);
  });

  it('ends within five seconds even if no wake-up ever comes', async () => {
    const reader = await followRoom(asViewer(joon));
    const startedAt = performance.now();
    const next = reader.next();
    await stage.identity.remove(sales, joon.memberId);
    expect(await next).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('lets our own supergraph follow a room that it is no member of', async () => {
    const reader = await followRoom(asService, 0, 'seq message { text room { title } }');
    await send(minji);
    expect(await reader.next()).toEqual({
      data: { chatRoomEvents: { seq: 1, message: { text: 'hi', room: { title: 'Sales' } } } },
    });
    await reader.stop();
  });

  it('is forgotten at once when the subscriber goes, whether or not it was ever read', async () => {
    const readers = [await followRoom(asViewer(minji)), await followRoom(asService)];
    const pending = readers[0]?.next();
    expect(stage.services.bus.topicCount).toBe(1);
    for (const reader of readers) await reader.stop();
    expect(stage.services.bus.topicCount).toBe(0);
    expect(await pending).toBeNull();
  });
});

describe('inboxChanged', () => {
  const fields = 'seq kind roomId roomUnread unread room { id } message { text }';
  const followInbox = (viewer: Viewer, afterSeq: number) =>
    LiveReader.get(
      stage,
      asViewer(viewer),
      `subscription { inboxChanged(afterSeq: ${afterSeq}) { ${fields} } }`,
    );
  const event = (values: object) => ({
    data: { inboxChanged: expect.objectContaining({ roomId, ...values }) },
  });

  it('tells of messages, of reading on another device, and of the end of a membership', async () => {
    const reader = await followInbox(joon, 0);
    expect(await reader.next()).toEqual(
      event({ seq: 1, kind: 'ROOM_JOINED', room: { id: roomId }, message: null }),
    );
    await send(minji, 'hello');
    await stage.deliver();
    expect(await reader.next()).toEqual(
      event({ seq: 2, kind: 'MESSAGE_RECEIVED', message: { text: 'hello' }, roomUnread: 1, unread: 1 }),
    );
    await markRead(stage.services, joon, { roomId, seq: 1 });
    expect(await reader.next()).toEqual(event({ seq: 3, kind: 'ROOM_READ', roomUnread: 0, unread: 0 }));
    await stage.identity.remove(sales, joon.memberId);
    await stage.deliver();
    expect(await reader.next()).toEqual(
      event({ seq: 4, kind: 'ROOM_LEFT', room: null, message: null, roomUnread: 0, unread: 0 }),
    );
    await reader.stop();
  });

  it('tells what was missed, without the messages of a room that was left since', async () => {
    await sendMany(minji, 2);
    await stage.deliver();
    await stage.identity.remove(sales, joon.memberId);
    await stage.deliver();
    const reader = await followInbox(joon, 1);
    expect(await reader.take(3)).toEqual([
      event({ seq: 2, kind: 'MESSAGE_RECEIVED', room: null, message: null }),
      event({ seq: 3, kind: 'MESSAGE_RECEIVED', room: null, message: null }),
      event({ seq: 4, kind: 'ROOM_LEFT' }),
    ]);
    await reader.stop();
  });

  it('refuses a cursor from the future and names the argument', async () => {
    const query = `subscription { inboxChanged(afterSeq: 99) { seq } }`;
    expect(await LiveReader.open(stage, asViewer(joon), query)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'afterSeq' } }],
    });
  });
});

describe('with the backbone at work', () => {
  it('tells every subscriber each message once and in order, cut off and resumed while sixteen send', async () => {
    const backbone = await startBackbone({
      subgraph: { name: 'messaging', triggers: { consumers: [inboxFanOut], jobs: [] } },
      services: stage.services,
      pool: stage.pools.write,
      sources: new Map([['messaging', localEventSource('messaging', stage.services)]]),
    });
    const senders = await stage.identity.joinAll(16);
    for (const { memberId } of senders) await stage.identity.add(sales, memberId);
    const perSender = 15;
    const total = senders.length * (perSender + 1); // each of them joined the room as well
    const reading = Promise.all([minji, joon].map((viewer) => readWithCuts(viewer, total)));
    await Promise.all(senders.map(({ memberId }) => sendMany(stage.identity.viewer(memberId), perSender)));
    expect(await reading).toEqual([seqs(1, total), seqs(1, total)]);

    const inbox = await LiveReader.get(
      stage,
      asViewer(joon),
      'subscription { inboxChanged(afterSeq: 0) { seq } }',
    );
    const events = await inbox.take(total + 1); // and the room was created
    expect(events).toEqual(
      Array.from({ length: total + 1 }, (_, index) => ({ data: { inboxChanged: { seq: index + 1 } } })),
    );
    await inbox.stop();
    await backbone.stop();
  });

  /** Reads seven at a time, then goes away and comes back with its cursor. */
  async function readWithCuts(viewer: Viewer, total: number) {
    const told: unknown[] = [];
    while (told.length < total) {
      const reader = await followRoom(asViewer(viewer), told.length);
      told.push(...(await reader.take(Math.min(7, total - told.length))));
      await reader.stop();
    }
    return told;
  }
});
