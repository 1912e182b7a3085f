import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { planPublicationCancelled, planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendMessage } from '../actions/send-message.ts';
import { happened, takeIn } from '../testing/elsewhere.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let request: ReturnType<typeof newRequest>;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
  request = newRequest();
  await stage.deliver();
});

const newRequest = () => ({
  publicationId: newUuid(),
  planId: newUuid(),
  authorId: minji.memberId,
  companionIds: [joon.memberId],
  title: '부산 출장',
  chatRoomId: newUuid(),
  existingChatRoomId: null,
  calendarEventId: null,
  travelOn: '2026-11-24',
  untilOn: '2026-11-25',
  timeZone: 'Asia/Seoul',
});

type Requested = Omit<ReturnType<typeof newRequest>, 'chatRoomId'> & { chatRoomId: string | null };
const ask = (asked: Requested) =>
  takeIn(stage, happened(planPublicationRequested, asked.publicationId, asked));
const callOff = ({ publicationId, planId, authorId }: Requested) =>
  takeIn(
    stage,
    happened(
      planPublicationCancelled,
      publicationId,
      { publicationId, planId, authorId, reason: 'ENTRY_REFUSED' },
      2,
    ),
  );
const answers = async () => (await stage.deliver()).map(({ name, payload }) => ({ name, payload }));
const rooms = async (viewer: Viewer) => {
  const document = parse('{ me { chatRooms { edges { node { id title memberCount } } } } }');
  const { data } = await stage.host.execute({ document, identity: asViewer(viewer) });
  return data?.['me'];
};
const listed = (...nodes: object[]) => ({ chatRooms: { edges: nodes.map((node) => ({ node })) } });

describe('the publication of a trip', () => {
  it('gets its room, with exactly the id that was asked for, for author and companions', async () => {
    await ask(request);
    const { publicationId, planId, chatRoomId } = request;
    expect(await answers()).toEqual([
      { name: 'messaging.plan-room-created.v1', payload: { publicationId, planId, roomId: chatRoomId } },
    ]);
    const room = { id: chatRoomId, title: '부산 출장', memberCount: 2 };
    expect(await rooms(minji)).toEqual(listed(room));
    expect(await rooms(joon)).toEqual(listed(room));
  });

  it('gets a room for one who travels alone', async () => {
    await ask({ ...request, companionIds: [] });
    expect(await rooms(minji)).toEqual(
      listed({ id: request.chatRoomId, title: '부산 출장', memberCount: 1 }),
    );
  });

  it('asks for no room: no answer', async () => {
    await ask({ ...request, chatRoomId: null });
    expect(await answers()).toEqual([]);
  });

  it.each([
    ['an unknown companion', 'MEMBER_UNKNOWN', () => ({ companionIds: [newUuid()] })],
    ['a title of blanks', 'INVALID', () => ({ title: '   ' })],
    [
      'too many companions',
      'INVALID',
      () => ({ companionIds: Array.from({ length: 501 }, () => newUuid()) }),
    ],
  ])('is refused for %s, and nothing is written', async (_, reason, change) => {
    await ask({ ...request, ...change() });
    expect(await answers()).toMatchObject([{ name: 'messaging.plan-room-refused.v1', payload: { reason } }]);
    expect(await rooms(minji)).toEqual(listed());
  });

  it('is refused for a companion who withdrew', async () => {
    await stage.identity.withdraw(joon.memberId);
    await ask(request);
    expect(await answers()).toMatchObject([{ payload: { reason: 'MEMBER_WITHDRAWN' } }]);
  });

  it('is refused when the id stands for another room', async () => {
    await ask(request);
    await ask({ ...request, publicationId: newUuid() });
    expect((await answers()).map(({ name }) => name)).toEqual([
      'messaging.plan-room-created.v1',
      'messaging.plan-room-refused.v1',
    ]);
  });

  it('takes its room back when it is called off: gone from every list, told to all, words kept', async () => {
    await ask(request);
    await sendMessage(stage.services, joon, {
      id: newUuid(),
      roomId: request.chatRoomId,
      text: '몇 시에 가요?',
    });
    await stage.deliver();
    await callOff(request);
    expect(await rooms(minji)).toEqual(listed());
    expect(await rooms(joon)).toEqual(listed());
    const left = await stage.rows(
      `select kind from messaging.inbox_events where room_id = $1 and kind = 'ROOM_LEFT'`,
      [request.chatRoomId],
    );
    expect(left).toHaveLength(2);
    const kept = await stage.rows('select seq from messaging.messages where room_id = $1', [
      request.chatRoomId,
    ]);
    expect(kept).toHaveLength(1);
    await expect(
      sendMessage(stage.services, joon, { id: newUuid(), roomId: request.chatRoomId, text: '?' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has nothing to take back when it never got a room, and takes back once', async () => {
    await callOff(request);
    await ask({ ...request, publicationId: newUuid() });
    await callOff(request);
    expect(await rooms(minji)).toMatchObject(listed({ id: request.chatRoomId }));
  });
});
