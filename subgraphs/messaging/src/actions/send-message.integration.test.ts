import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { carryTraces } from '@moim/kit/testing/carry-traces.ts';
import { within } from '@moim/kit/trace/span.ts';
import { continueTrace } from '@moim/kit/trace/traceparent.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../testing/stage.ts';
import { createChatRoom } from './create-chat-room.ts';
import { sendMessage } from './send-message.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let roomId: string;

beforeAll(async () => {
  stage = await openStage();
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
});
afterAll(() => stage.close());
beforeEach(async () => {
  roomId = await createChatRoom(stage.services, minji, {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Busan' },
    ...{ memberIds: [joon.memberId], groupIds: [] },
  });
});

const send = (viewer: Viewer, text: string, id = newUuid(), room = roomId) =>
  sendMessage(stage.services, viewer, { id, roomId: room, text });

const timeline = () =>
  stage.rows<{ seq: number; text: string }>(
    'select seq, text from messaging.messages where room_id = $1 order by seq',
    [roomId],
  );
const lastSeq = async () => {
  const [room] = await stage.rows<{ lastSeq: number }>(
    'select last_seq as "lastSeq" from messaging.chat_rooms where id = $1',
    [roomId],
  );
  return room?.lastSeq;
};

describe('sendMessage', () => {
  it('takes the next place in the timeline and tells of it under the same number', async () => {
    await send(minji, 'first');
    const second = await send(joon, 'second');
    expect(second).toMatchObject({ seq: 2, kind: 'TEXT', memberId: joon.memberId, text: 'second' });
    const events = await stage.rows(
      `select name, aggregate_type, aggregate_seq::int, payload from messaging.outbox
       where aggregate_id = $1 order by id`,
      [roomId],
    );
    expect(events).toEqual([
      expect.objectContaining({ aggregate_seq: 1 }),
      {
        name: 'messaging.message-posted.v1',
        aggregate_type: 'chat-room',
        aggregate_seq: 2,
        payload: { roomId, messageId: second.id, seq: 2, kind: 'TEXT', memberId: joon.memberId },
      },
    ]);
  });

  it('costs one statement, with the right and the event', async () => {
    await send(minji, 'warm');
    stage.statements();
    await send(minji, 'hello');
    expect(stage.statements()).toEqual(['messaging.postTexts']);
  });

  it('answers a retry with the message that it was, and leaves no gap', async () => {
    const id = newUuid();
    const first = await send(minji, 'once', id);
    expect(await send(minji, 'once  ', id)).toEqual(first);
    await send(minji, 'next');
    expect(await timeline()).toEqual([
      { seq: 1, text: 'once' },
      { seq: 2, text: 'next' },
    ]);
  });

  it('answers twenty retries at once with one message', async () => {
    const id = newUuid();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(minji, 'once', id)));
    expect(new Set(answers.map(({ seq }) => seq))).toEqual(new Set([1]));
    expect(await timeline()).toEqual([{ seq: 1, text: 'once' }]);
    expect(await lastSeq()).toBe(1);
  });

  it.each(['another text', 'another sender', 'another room'])(
    'refuses the id of a message for %s and writes nothing',
    async (difference) => {
      const id = newUuid();
      await send(minji, 'first', id);
      const otherRoom = await createChatRoom(stage.services, minji, {
        ...{ id: newUuid(), kind: 'GROUP', title: 'Other' },
        ...{ memberIds: [joon.memberId], groupIds: [] },
      });
      const again = {
        'another text': () => send(minji, 'second', id),
        'another sender': () => send(joon, 'first', id),
        'another room': () => send(minji, 'first', id, otherRoom),
      }[difference];
      await expect(again?.()).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await timeline()).toEqual([{ seq: 1, text: 'first' }]);
      expect(await lastSeq()).toBe(1);
    },
  );

  it('answers a room of others, an unknown one and no id at all alike', async () => {
    const stranger = await stage.identity.join();
    const attempts = [
      () => send(stranger, 'x'),
      () => send(minji, 'x', newUuid(), newUuid()),
      () => send(minji, 'x', newUuid(), '7'),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: 'There is nothing with this id that you may see.',
      });
    expect(await lastSeq()).toBe(0);
  });

  it('numbers what sixteen senders post at the same time without a gap', async () => {
    const senders = await stage.identity.joinAll(16);
    roomId = await createChatRoom(stage.services, minji, {
      ...{ id: newUuid(), kind: 'GROUP', title: 'Rush', groupIds: [] },
      memberIds: senders.map(({ memberId }) => memberId),
    });
    const sent = await Promise.all(
      senders.flatMap((sender) => Array.from({ length: 10 }, () => send(sender, sender.memberId))),
    );
    const all = Array.from({ length: 160 }, (_, index) => index + 1);
    expect(sent.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(all);
    expect((await timeline()).map(({ seq }) => seq)).toEqual(all);
    const events = await stage.rows<{ seq: number }>(
      'select aggregate_seq::int as seq from messaging.outbox where aggregate_id = $1 order by id',
      [roomId],
    );
    expect(events.map(({ seq }) => seq)).toEqual(all);
  });

  it('tells of what is posted together by the trace of each sender', async () => {
    const stop = carryTraces();
    try {
      const senders = await stage.identity.joinAll(4);
      roomId = await createChatRoom(stage.services, minji, {
        ...{ id: newUuid(), kind: 'GROUP', title: 'Traced', groupIds: [] },
        memberIds: senders.map(({ memberId }) => memberId),
      });
      const traceOf = (index: number) => `00-${String(index + 1).repeat(32)}-b7ad6b7169203331-01`;
      stage.statements();
      const sent = await Promise.all(
        senders.map((sender, index) =>
          within(continueTrace(traceOf(index)), () => send(sender, `text ${index}`)),
        ),
      );
      const posts = stage.statements().filter((name) => name === 'messaging.postTexts');
      expect(posts).toHaveLength(2); // the first, and all others together
      const events = await stage.rows<{ id: string; traceparent: string }>(
        `select payload->>'messageId' as id, traceparent from messaging.outbox
         where aggregate_id = $1 and name = 'messaging.message-posted.v1'`,
        [roomId],
      );
      const traces = new Map(events.map(({ id, traceparent }) => [id, traceparent]));
      expect(sent.map(({ id }) => traces.get(id))).toEqual([0, 1, 2, 3].map(traceOf));
    } finally {
      stop();
    }
  });

  it('reads the room for its sender and for nobody else', async () => {
    await send(minji, 'one');
    await send(joon, 'two');
    const marks = await stage.rows(
      'select member_id as id, read_seq as read from messaging.chat_room_members where room_id = $1',
      [roomId],
    );
    expect(marks).toEqual(
      expect.arrayContaining([
        { id: minji.memberId, read: 1 },
        { id: joon.memberId, read: 2 },
      ]),
    );
  });

  it('takes no place and no lock for who is not in the room', async () => {
    const stranger = await stage.identity.join();
    await send(minji, 'first');
    await expect(send(stranger, 'warm')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    stage.statements();
    await expect(send(stranger, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(stage.statements()).toEqual(['messaging.postTexts']);
  });

  it('refuses who was removed while waiting for the room', async () => {
    const client = await stage.pools.write.connect();
    try {
      await client.query('begin');
      await client.query('select from messaging.chat_rooms where id = $1 for update', [roomId]);
      const sending = expect(send(joon, 'too late')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await untilSomeoneWaits();
      await client.query('delete from messaging.chat_room_members where room_id = $1 and member_id = $2', [
        roomId,
        joon.memberId,
      ]);
      await client.query('commit');
      await sending;
    } finally {
      client.release();
    }
    expect(await timeline()).toEqual([]);
    expect(await lastSeq()).toBe(0);
  });

  async function untilSomeoneWaits(): Promise<void> {
    const waiting =
      'select from pg_stat_activity where wait_event_type = $1 and datname = current_database()';
    while ((await stage.rows(waiting, ['Lock'])).length === 0)
      await new Promise((wait) => setTimeout(wait, 5));
  }
});
