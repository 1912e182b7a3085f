import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countUnread } from '../db/read-markers.ts';
import { openStage, type Stage } from '../testing/stage.ts';
import { createChatRoom } from './create-chat-room.ts';
import { markRead } from './mark-read.ts';
import { sendMessage } from './send-message.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let roomId: string;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  roomId = await createChatRoom(stage.services, minji, {
    ...{ id: newUuid(), kind: 'DIRECT', memberIds: [joon.memberId], groupIds: [] },
  });
});

const send = (viewer: Viewer) => sendMessage(stage.services, viewer, { id: newUuid(), roomId, text: 'hi' });
const read = (viewer: Viewer, seq: number) => markRead(stage.services, viewer, { roomId, seq });
const unread = (viewer: Viewer) => countUnread(stage.services.db.read, viewer.memberId);
const readEvents = ({ memberId }: Viewer) =>
  stage.rows(`select seq from messaging.inbox_events where member_id = $1 and kind = 'ROOM_READ'`, [
    memberId,
  ]);

describe('markRead', () => {
  it('counts what comes after the marker as unread', async () => {
    for (let index = 0; index < 5; index += 1) await send(minji);
    expect(await unread(joon)).toBe(5);
    await read(joon, 3);
    expect(await unread(joon)).toBe(2);
    expect(await unread(minji)).toBe(0);
  });

  it('never goes back, and tells the other devices only of a move', async () => {
    for (let index = 0; index < 3; index += 1) await send(minji);
    await read(joon, 3);
    await read(joon, 1);
    await read(joon, 3);
    expect(await unread(joon)).toBe(0);
    expect(await readEvents(joon)).toHaveLength(1);
    expect(await readEvents(minji)).toHaveLength(0);
  });

  it.each([-1, 2, 2_147_483_647])('refuses %i in a room of one message and names the field', async (seq) => {
    await send(minji);
    await expect(read(joon, seq)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.seq' });
    expect(await unread(joon)).toBe(1);
  });

  it('answers the room of others like an unknown one', async () => {
    await send(minji);
    const stranger = await stage.identity.join();
    for (const seq of [0, 1, 9])
      await expect(read(stranger, seq)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(markRead(stage.services, joon, { roomId: newUuid(), seq: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('leaves unread exactly what lies after the furthest place read or written, whatever the order', async () => {
    const step = fc.oneof(
      fc.record({
        by: fc.constantFrom<'minji' | 'joon'>('minji', 'joon'),
        kind: fc.constant('send' as const),
      }),
      fc.record({
        by: fc.constantFrom<'minji' | 'joon'>('minji', 'joon'),
        kind: fc.constant('read' as const),
        seq: fc.nat(8),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const people = { minji: await stage.identity.join(), joon: await stage.identity.join() };
        roomId = await createChatRoom(stage.services, people.minji, {
          ...{ id: newUuid(), kind: 'DIRECT', memberIds: [people.joon.memberId], groupIds: [] },
        });
        const marks = { minji: 0, joon: 0 };
        let lastSeq = 0;
        for (const each of steps) {
          if (each.kind === 'send') {
            await send(people[each.by]);
            marks[each.by] = lastSeq += 1;
          } else if (each.seq > lastSeq) {
            await expect(read(people[each.by], each.seq)).rejects.toMatchObject({ field: 'input.seq' });
          } else {
            await read(people[each.by], each.seq);
            marks[each.by] = Math.max(marks[each.by], each.seq);
          }
        }
        expect(await unread(people.minji)).toBe(lastSeq - marks.minji);
        expect(await unread(people.joon)).toBe(lastSeq - marks.joon);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the furthest of many markers set at once', async () => {
    for (let index = 0; index < 16; index += 1) await send(minji);
    await Promise.all(Array.from({ length: 16 }, (_, index) => read(joon, ((index * 7) % 16) + 1)));
    expect(await unread(joon)).toBe(0);
    const seqs = await stage.rows<{ seq: number }>(
      'select seq from messaging.inbox_events where member_id = $1 order by seq',
      [joon.memberId],
    );
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, index) => index + 1));
  });
});
