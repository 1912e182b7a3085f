import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { addMember, createGroup, createRoom, roomEvents, send } from './documents.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Stack, startStack } from './stack.ts';

/** All of the suite runs this way with MOIM_E2E_DATABASES=apart; this much of it always does. */
let stack: Stack;
let minji: Person;
let alex: Person;

beforeAll(async () => {
  stack = await startStack({ execution: 'in-process', databases: 'apart' });
  minji = await signUp(stack.url, { name: '민지' });
  alex = await signUp(stack.url, { name: 'Alex' });
});
afterAll(async () => {
  await Promise.all([minji.close(), alex.close()]);
  await stack.close();
});

it('keeps each subgraph in a database of its own', async () => {
  const database = new Client({ connectionString: stack.databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ nspname: string }>(
    `select nspname from pg_namespace where nspname in ('identity', 'calendar', 'messaging', 'travel')`,
  );
  await database.end();
  expect(rows).toEqual([{ nspname: 'messaging' }]);
});

it('carries what happens in one to the other, and joins both in one answer', async () => {
  const [groupId, roomId] = [newId(), newId()];
  await minji.data(createGroup, { input: { id: groupId, name: 'Engineering', memberIds: [] } });
  const input = { id: roomId, kind: 'GROUP', title: 'Engineering', groupIds: [groupId] };
  await minji.data(createRoom, { input });
  await minji.data(addMember, { input: { groupId, memberId: alex.memberId } });
  const room = z.object({ chatRoom: z.object({ lastSeq: z.int() }).nullable() });
  const find = () => alex.read(room, 'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }', { id: roomId });
  await expect.poll(async () => (await find()).chatRoom, { timeout: 20_000 }).not.toBeNull();
  const { chatRoom } = await find();

  const listening = alex.listen(roomEvents, { roomId, afterSeq: chatRoom?.lastSeq ?? 0 });
  await minji.data(send, { input: { id: newId(), roomId, text: '안녕하세요' } });
  expect(await listening.next(1)).toMatchObject([
    { data: { chatRoomEvents: { message: { text: '안녕하세요', sender: { name: '민지' } } } } },
  ]);
  listening.stop();
});
