import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  addMember,
  createGroup,
  createRoom,
  inbox,
  markRead,
  removeMember,
  roomEvents,
  send,
} from './documents.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Execution, type Stack, startStack } from './stack.ts';

const roomEvent = z.object({
  data: z.object({ chatRoomEvents: z.object({ message: z.object({ text: z.string().nullable() }) }) }),
});
const inboxEvent = z.object({
  inboxChanged: z.object({ seq: z.int(), kind: z.string(), roomId: z.string().nullable() }),
});

describe.each<Execution>(['in-process', 'processes'])('two people chat, %s', (execution) => {
  let stack: Stack;
  let minji: Person;
  let alex: Person;

  beforeAll(async () => {
    stack = await startStack({ execution });
    minji = await signUp(stack.url, { name: '민지' });
    alex = await signUp(stack.url, { name: 'Alex' });
  });
  afterAll(async () => {
    await Promise.all([minji.close(), alex.close()]);
    await stack.close();
  });

  const openRoom = async (memberIds = [alex.memberId]) => {
    const roomId = newId();
    await minji.data(createRoom, { input: { id: roomId, kind: 'GROUP', title: 'Site visit', memberIds } });
    return roomId;
  };
  const sendTexts = async (person: Person, roomId: string, texts: string[]) => {
    for (const text of texts) await person.data(send, { input: { id: newId(), roomId, text } });
  };
  const texts = (results: unknown[]) =>
    results.map((result) => roomEvent.parse(result).data.chatRoomEvents.message.text);
  const lastSeq = async (roomId: string) => {
    const { chatRoom } = await alex.read(
      z.object({ chatRoom: z.object({ lastSeq: z.int() }) }),
      'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }',
      { id: roomId },
    );
    return chatRoom.lastSeq;
  };

  it('delivers a message live, with its sender from identity', async () => {
    const roomId = await openRoom();
    const afterSeq = await lastSeq(roomId);
    const listening = alex.listen(roomEvents, { roomId, afterSeq });
    await sendTexts(minji, roomId, ['안녕하세요']);
    const [event] = await listening.next(1);
    expect(event).toEqual({
      data: {
        chatRoomEvents: {
          seq: afterSeq + 1,
          message: { kind: 'TEXT', text: '안녕하세요', sender: { name: '민지' } },
        },
      },
    });
    listening.stop();
  });

  it('gives a returning subscriber what was missed first, then live, once and in order', async () => {
    const roomId = await openRoom();
    const afterSeq = await lastSeq(roomId);
    const watching = minji.listen(roomEvents, { roomId, afterSeq });
    await sendTexts(minji, roomId, ['1', '2', '3']);
    await watching.next(3);
    const returning = alex.listen(roomEvents, { roomId, afterSeq: afterSeq + 1 });
    await sendTexts(minji, roomId, ['4', '5']);
    expect(texts(await returning.next(4))).toEqual(['2', '3', '4', '5']);
    await sleep(200);
    expect(returning.results).toHaveLength(4);
    for (const listening of [watching, returning]) listening.stop();
  });

  it('takes a repeated send for the same message, and another body under its id for an error', async () => {
    const roomId = await openRoom();
    const input = { id: newId(), roomId, text: 'once' };
    const first = await minji.data(send, { input });
    expect(await minji.data(send, { input })).toEqual(first);
    expect(await minji.data(send, { input: { ...input, text: 'twice' } })).toMatchObject({
      sendMessage: { __typename: 'Conflict', code: 'CONFLICT' },
    });
  });

  it('counts unread for the receiver and moves the read marker forward only', async () => {
    const roomId = await openRoom();
    const before = await lastSeq(roomId);
    await alex.data(markRead, { input: { roomId, seq: before } });
    await sendTexts(minji, roomId, ['a', 'b', 'c']);
    const read = (seq: number) => alex.data(markRead, { input: { roomId, seq } });
    expect(await read(before + 2)).toEqual({
      markRead: { __typename: 'MarkReadPayload', room: { readSeq: before + 2, unread: 1 } },
    });
    expect(await read(before + 1)).toEqual({
      markRead: { __typename: 'MarkReadPayload', room: { readSeq: before + 2, unread: 1 } },
    });
  });

  it('tells the inbox of every room over one subscription', async () => {
    const { me } = await alex.read(z.object({ me: z.object({ inboxSeq: z.int() }) }), '{ me { inboxSeq } }');
    const listening = alex.listen(inbox, { afterSeq: me.inboxSeq });
    const roomId = await openRoom();
    await sendTexts(minji, roomId, ['hello']);
    const heard = () => listening.results.map(({ data }) => inboxEvent.parse(data).inboxChanged);
    const ofRoom = () => heard().filter((event) => event.roomId === roomId);
    await expect.poll(() => ofRoom().map(({ kind }) => kind)).toEqual(['ROOM_JOINED', 'MESSAGE_RECEIVED']);
    // What the tests before it sent may be on its way here, too: nothing is left out between.
    expect(heard().map(({ seq }) => seq)).toEqual(heard().map((_, index) => me.inboxSeq + 1 + index));
    listening.stop();
  });

  it('follows a group: who is added joins, and who is removed is out within five seconds', async () => {
    const groupId = newId();
    await minji.data(createGroup, { input: { id: groupId, name: 'Engineering', memberIds: [] } });
    const roomId = newId();
    expect(
      await minji.data(createRoom, {
        input: { id: roomId, kind: 'GROUP', title: 'Engineering', groupIds: [groupId] },
      }),
    ).toMatchObject({ createChatRoom: { __typename: 'CreateChatRoomPayload' } });
    await minji.data(addMember, { input: { groupId, memberId: alex.memberId } });
    const afterSeq = await lastSeq(roomId);
    const listening = alex.listen(roomEvents, { roomId, afterSeq });
    await sendTexts(minji, roomId, ['welcome']);
    await listening.next(1);

    await minji.data(removeMember, { input: { groupId, memberId: alex.memberId } });
    const ended = await Promise.race([listening.ended, sleep(10_000, 'still open')]);
    expect(JSON.stringify(ended)).toContain('NOT_FOUND');
    await sendTexts(minji, roomId, ['not for Alex']);
    expect(texts(listening.results)).not.toContain('not for Alex');
    expect(await alex.data('query ($id: ID!) { chatRoom(id: $id) { id } }', { id: roomId })).toEqual({
      chatRoom: null,
    });
  });

  it('keeps the socket when one operation on it is refused', async () => {
    const roomId = await openRoom();
    const stranger = await signUp(stack.url);
    const refused = stranger.listen(roomEvents, { roomId });
    expect(JSON.stringify(await refused.ended)).toContain('NOT_FOUND');
    await stranger.close();
  });
});
