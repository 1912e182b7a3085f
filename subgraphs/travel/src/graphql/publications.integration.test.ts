import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { planEntryCreated, planEntryRefused } from '@moim/schema/contracts/calendar.ts';
import { planRoomCreated, planRoomRefused } from '@moim/schema/contracts/messaging.ts';
import { planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { createPlan } from '../actions/create-plan.ts';
import { deletePlan } from '../actions/delete-plan.ts';
import { editPlan } from '../actions/edit-plan.ts';
import { publishPlan, type PublishPlanInput } from '../actions/publish-plan.ts';
import { Stage } from '../testing/stage.ts';

type Asked = z.output<typeof planPublicationRequested.payload>;

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let planId: string;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  stage.setNow('2026-11-21T09:00:00.000Z');
  [minji, joon] = [await stage.join(), await stage.join()];
  planId = await createPlan(stage.services, minji, {
    ...{ id: newUuid(), title: 'Busan', cityId: '1838524', travelOn: '2026-12-05', groupSize: 2 },
    companionIds: [joon.memberId],
  });
  await stage.events();
});

const publish = (more: Partial<PublishPlanInput> = {}) =>
  publishPlan(stage.services, minji, {
    ...{
      id: planId,
      audience: 'PUBLIC',
      withChatRoom: true,
      withCalendarEntry: true,
      timeZone: 'Asia/Seoul',
    },
    ...more,
  });
const begin = async (more: Partial<PublishPlanInput> = {}): Promise<Asked> => {
  await publish(more);
  const [event] = await stage.events();
  return planPublicationRequested.payload.parse(event?.payload);
};

// What the others answer; an id of a part is the one that was asked for.
const part = ({ publicationId }: Asked) => ({ publicationId, planId });
const room = (asked: Asked) =>
  stage.tell('messaging', planRoomCreated, newUuid(), { ...part(asked), roomId: asked.chatRoomId ?? '' });
const noRoom = (asked: Asked) =>
  stage.tell('messaging', planRoomRefused, newUuid(), { ...part(asked), reason: 'INVALID' });
const entry = (asked: Asked) =>
  stage.tell('calendar', planEntryCreated, newUuid(), {
    ...part(asked),
    calendarEventId: asked.calendarEventId ?? '',
  });
const noEntry = (asked: Asked) =>
  stage.tell('calendar', planEntryRefused, newUuid(), { ...part(asked), reason: 'BUSY' });

const seen = async () => {
  const [row] = await stage.rows(
    `select audience, chat_room_id as room, calendar_event_id as entry from travel.plans where id = $1`,
    [planId],
  );
  return row;
};
const told = async () =>
  (await stage.events()).map(({ name, payload }) => [name.slice(7, -3), payload] as const);
const nothing = { audience: 'PRIVATE', room: null, entry: null };

describe('a publication', () => {
  it.each([
    ['room first', [room, entry]],
    ['entry first', [entry, room]],
  ] as const)('shares the plan once room and entry are there, %s', async (_, [first, last]) => {
    const asked = await begin();
    expect(asked).toMatchObject({ title: 'Busan', companionIds: [joon.memberId], untilOn: '2026-12-05' });
    await first(asked);
    expect(await seen()).toEqual(nothing);
    await last(asked);
    await last(asked);
    expect(await seen()).toEqual({
      audience: 'PUBLIC',
      room: asked.chatRoomId,
      entry: asked.calendarEventId,
    });
    expect((await told()).map(([name]) => name)).toEqual(['plan-changed', 'plan-publication-completed']);
  });

  it.each([
    ['the room is refused', [noRoom, entry], 'ROOM_REFUSED'],
    ['the room is refused after the entry came', [entry, noRoom], 'ROOM_REFUSED'],
    ['the entry is refused', [noEntry, room], 'ENTRY_REFUSED'],
    ['the entry is refused after the room came', [room, noEntry], 'ENTRY_REFUSED'],
  ] as const)('is taken back when %s', async (_, [first, last], reason) => {
    const asked = await begin();
    await first(asked);
    await last(asked);
    expect(await seen()).toEqual(nothing);
    expect(await told()).toMatchObject([['plan-publication-cancelled', { reason }]]);
  });

  it.each([
    ['nobody answers', []],
    ['messaging is silent', [entry]],
    ['calendar is silent', [room]],
  ] as const)('is taken back after a minute when %s, and late answers change nothing', async (_, answers) => {
    const asked = await begin();
    for (const answer of answers) await answer(asked);
    stage.setNow('2026-11-21T09:00:59.999Z');
    await stage.doJobs();
    expect(await told()).toEqual([]);
    stage.setNow('2026-11-21T09:01:00.000Z');
    await stage.doJobs();
    for (const answer of [room, entry, noRoom]) await answer(asked);
    expect(await seen()).toEqual(nothing);
    expect(await told()).toMatchObject([['plan-publication-cancelled', { reason: 'TIMED_OUT' }]]);
  });

  it('asks only for what is wanted and not there yet', async () => {
    const asked = await begin({ withCalendarEntry: false });
    expect(asked.calendarEventId).toBeNull();
    await room(asked);
    expect(await seen()).toMatchObject({ audience: 'PUBLIC', entry: null });
    await stage.events();
    await publish({ withCalendarEntry: false, audience: 'FOLLOWERS' });
    expect(await seen()).toMatchObject({ audience: 'FOLLOWERS', room: asked.chatRoomId });
    expect(await told()).toEqual([]);
  });

  it('tells of the room that the plan has already, so that the entry can name it', async () => {
    const first = await begin({ withCalendarEntry: false });
    await room(first);
    await stage.events();
    const { chatRoomId, existingChatRoomId } = await begin();
    expect({ chatRoomId, existingChatRoomId }).toEqual({
      chatRoomId: null,
      existingChatRoomId: first.chatRoomId,
    });
  });

  it('is one at a time, of the author alone, in a zone that exists', async () => {
    await begin();
    await expect(publish()).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(publish({ timeZone: 'Asia/Busan' })).rejects.toMatchObject({ field: 'input.timeZone' });
    const byJoon = publishPlan(stage.services, joon, {
      ...{ id: planId, audience: 'PUBLIC', withChatRoom: true, withCalendarEntry: true, timeZone: 'UTC' },
    });
    await expect(byJoon).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const state = '{ me { travelPlans { edges { node { publication { state failure } } } } } }';
    const node = (publication: unknown) => ({
      data: { me: { travelPlans: { edges: [{ node: { publication } }] } } },
    });
    expect(await stage.execute(state, minji)).toEqual(node({ state: 'RUNNING', failure: null }));
    expect(await stage.execute(state, joon)).toEqual(node(null));
  });

  it.each([
    ['its plan is deleted', () => deletePlan(stage.services, minji, { id: planId }), 'PLAN_CHANGED'],
    [
      'its plan gets other days',
      () => editPlan(stage.services, minji, { id: planId, travelOn: '2026-12-07', untilOn: '2026-12-07' }),
      'PLAN_CHANGED',
    ],
    ['its author leaves', () => stage.withdraw(minji.memberId), 'MEMBER_WITHDRAWN'],
  ] as const)('is taken back when %s', async (_, end, reason) => {
    const asked = await begin();
    await end();
    await room(asked);
    await entry(asked);
    const cancelled = (await told()).filter(([name]) => name === 'plan-publication-cancelled');
    expect(cancelled).toMatchObject([['plan-publication-cancelled', { reason }]]);
    expect(await seen()).toEqual(nothing);
  });
});
