import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { creditHoldCharged, creditHoldPlaced } from '@moim/schema/contracts/identity.ts';
import { messagePosted, recommendationPosted } from '@moim/schema/contracts/messaging.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPlan } from '../actions/create-plan.ts';
import { requestRecommendation } from '../actions/request-recommendation.ts';
import { Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let jiwon: Viewer;
let roomId: string;
/** Minji's, paid and created: made once, because that takes a second. */
let id: string;

beforeAll(async () => {
  stage = await Stage.open();
  minji = await stage.join();
  await createPlan(stage.services, minji, {
    ...{ id: newUuid(), title: 'Busan', cityId: '1838524', groupSize: 2, companionIds: [] },
    ...{ travelOn: '2026-12-05', untilOn: '2026-12-06' },
  });
  id = newUuid();
  await requestRecommendation(stage.services, minji, { id, kind: 'A', chatRoomId: newUuid() });
  const hold = { holdId: id, memberId: minji.memberId, amountCredits: 100 };
  await stage.tell('identity', creditHoldPlaced, id, hold);
  await stage.doJobs();
  await stage.tell('identity', creditHoldCharged, id, hold);
}, 120_000);
afterAll(() => stage.close());

beforeEach(async () => {
  jiwon = await stage.join();
  roomId = newUuid();
  await askedFor(roomId);
  await stage.events();
});

/** As if it had been asked for this room, and not posted yet. */
async function askedFor(chatRoomId: string | null): Promise<void> {
  await stage.rows('delete from travel.recommendation_readers');
  await stage.rows('update travel.recommendations set posted_at = null, chat_room_id = $1', [chatRoomId]);
}

const post = (readers = [minji, jiwon], recommendationId = id) =>
  stage.tell('messaging', recommendationPosted, roomId, {
    ...{ roomId, messageId: newUuid(), seq: 1, memberId: minji.memberId, recommendationId },
    readerIds: readers.map(({ memberId }) => memberId),
  });

const change = (kind: 'MEMBER_JOINED' | 'MEMBER_LEFT', { memberId }: Viewer) =>
  stage.tell('messaging', messagePosted, roomId, { roomId, messageId: newUuid(), seq: 2, kind, memberId });

const card = (viewer: Viewer, recommendationId = id) =>
  stage.execute(
    `{ _entities(representations: [{ __typename: "Recommendation", id: "${recommendationId}" }]) { ... on Recommendation {
      state city { id } travelOn untilOn reasons { code } costCredits plan { id } basedOn { id } } } }`,
    viewer,
  );
const nothing = { data: { _entities: [null] } };
const seen = { data: { _entities: [{ state: 'CREATED' }] } };

describe('the card of a recommendation', () => {
  it('is for those in its room the place, the days and the reasons, and nothing that is its owner’s', async () => {
    expect(await card(jiwon)).toEqual(nothing);
    await post();
    const day: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    const text: unknown = expect.any(String);
    const reasons: unknown = expect.arrayContaining([{ code: text }]);
    const shown = { state: 'CREATED', city: { id: text }, travelOn: day, untilOn: day, reasons };
    expect(await card(jiwon)).toEqual({
      data: { _entities: [{ ...shown, costCredits: null, plan: null, basedOn: [] }] },
    });
    expect(await card(minji)).toMatchObject({
      data: { _entities: [{ ...shown, costCredits: 100, plan: {}, basedOn: [{}] }] },
    });
  });

  it('is told to its readers once they may see it', async () => {
    await post();
    expect(await stage.events()).toMatchObject([
      {
        name: 'travel.recommendation-shown.v1',
        aggregateId: id,
        payload: { recommendationId: id, memberId: minji.memberId, readerIds: [jiwon.memberId] },
      },
    ]);
  });

  it('comes and goes with the membership of the room', async () => {
    await post([minji]);
    expect(await card(jiwon)).toEqual(nothing);
    await change('MEMBER_JOINED', jiwon);
    expect(await card(jiwon)).toMatchObject(seen);
    await change('MEMBER_LEFT', jiwon);
    expect(await card(jiwon)).toEqual(nothing);
  });

  it.each([
    ['without a room', null],
    ['for another room', newUuid()],
  ])('is nobody else’s for one that was asked for %s, whatever messaging says', async (_, chatRoomId) => {
    await askedFor(chatRoomId);
    await post();
    expect(await card(jiwon)).toEqual(nothing);
  });

  it('is nobody else’s while it is not there', async () => {
    const open = newUuid();
    await requestRecommendation(stage.services, minji, { id: open, kind: 'A', chatRoomId: roomId });
    await post([minji, jiwon], open);
    expect(await card(jiwon, open)).toEqual(nothing);
  });

  it('does not open the plan that was made of it', async () => {
    await post();
    const [row] = await stage.rows<{ plan_id: string }>(
      'select plan_id from travel.recommendations where id = $1',
      [id],
    );
    const plan = await stage.execute(`{ travelPlan(id: "${row?.plan_id}") { id } }`, jiwon);
    expect(plan).toMatchObject({ data: { travelPlan: null } });
  });

  it('stays in the room when its owner leaves, and is closed when their account is', async () => {
    await post();
    await change('MEMBER_LEFT', minji);
    expect(await card(jiwon)).toMatchObject(seen);
    await stage.withdraw(minji.memberId);
    expect(await card(jiwon)).toEqual(nothing);
    const late = await stage.join();
    await change('MEMBER_JOINED', late);
    await post([minji, jiwon, late]);
    expect([await card(jiwon), await card(late)]).toEqual([nothing, nothing]);
  });
});
