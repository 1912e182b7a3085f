import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { sendMessage } from '../actions/send-message.ts';
import { inboxTopic } from '../actions/wake-inboxes.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
});

const roomOf = (creator: Viewer, groupIds: string[], memberIds: string[]) =>
  createChatRoom(stage.services, stage.identity.viewer(creator.memberId), {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Sales', memberIds, groupIds },
  });
const send = (viewer: Viewer, roomId: string) =>
  sendMessage(stage.services, viewer, { id: newUuid(), roomId, text: 'hi' });
const inbox = ({ memberId }: Viewer) =>
  stage.rows(
    'select seq, kind, message_seq as message from messaging.inbox_events where member_id = $1 order by seq',
    [memberId],
  );

describe('a posted message', () => {
  it('reaches the inbox of everybody in the room, the sender included, and wakes them', async () => {
    const roomId = await roomOf(minji, [], [joon.memberId]);
    const woken: unknown[] = [];
    await stage.services.bus.subscribe(inboxTopic(joon.memberId), (message) => woken.push(message));
    await send(minji, roomId);
    await stage.deliver();
    const expected = [
      { seq: 1, kind: 'ROOM_JOINED', message: null },
      { seq: 2, kind: 'MESSAGE_RECEIVED', message: 1 },
    ];
    expect(await inbox(joon)).toEqual(expected);
    expect(await inbox(minji)).toEqual(expected);
    expect(woken).toEqual([{ seq: 2 }]);
  });

  it('costs one statement, whatever the size of the room', async () => {
    const costs: string[][] = [];
    for (const size of [1, 50, 200]) {
      const members = await stage.identity.joinAll(size);
      const roomId = await roomOf(
        minji,
        [],
        members.map(({ memberId }) => memberId),
      );
      await send(minji, roomId);
      stage.statements();
      await stage.deliver();
      costs.push(stage.statements());
    }
    expect(costs).toEqual([1, 50, 200].map(() => ['messaging.insertMessageNotices']));
  });

  it('tells who comes and who goes, and who goes nothing after that', async () => {
    const sales = await stage.identity.group(minji);
    const roomId = await roomOf(minji, [sales], []);
    await send(minji, roomId);
    await stage.identity.add(sales, joon.memberId);
    await send(minji, roomId);
    await stage.deliver();
    await stage.identity.remove(sales, joon.memberId);
    await send(minji, roomId);
    await stage.deliver();
    expect(await inbox(joon)).toEqual([
      { seq: 1, kind: 'ROOM_JOINED', message: 2 },
      { seq: 2, kind: 'MESSAGE_RECEIVED', message: 3 },
      { seq: 3, kind: 'ROOM_LEFT', message: 4 },
    ]);
    expect(await inbox(minji)).toEqual([
      { seq: 1, kind: 'ROOM_JOINED', message: null },
      ...[1, 2, 3, 4, 5].map((message) => ({ seq: message + 1, kind: 'MESSAGE_RECEIVED', message })),
    ]);
  });

  it('is numbered without a gap when rooms with the same members are told of at the same time', async () => {
    const members = await stage.identity.joinAll(20);
    const ids = members.map(({ memberId }) => memberId);
    const rooms = await Promise.all([1, 2, 3, 4].map(() => roomOf(minji, [], ids)));
    await Promise.all(rooms.flatMap((roomId) => members.map((member) => send(member, roomId))));
    await Promise.all([stage.deliver(), stage.deliver()]);
    for (const member of members) {
      const seqs = await stage.rows<{ seq: number }>(
        'select seq from messaging.inbox_events where member_id = $1 order by seq',
        [member.memberId],
      );
      expect(seqs).toEqual(Array.from({ length: 4 + 80 }, (_, index) => ({ seq: index + 1 })));
    }
  });
});
