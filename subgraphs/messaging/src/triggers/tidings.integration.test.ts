import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import {
  eventCancelled,
  eventChanged,
  eventMoved,
  eventScheduled,
  planEntryCreated,
  reminderDue,
} from '@moim/schema/contracts/calendar.ts';
import { walletChanged } from '@moim/schema/contracts/identity.ts';
import { coverEnded, coverStarted } from '@moim/schema/contracts/insurance.ts';
import { parkingAborted, parkingFinished, parkingStarted } from '@moim/schema/contracts/telemetry.ts';
import {
  planChanged,
  planPublicationCancelled,
  planPublicationCompleted,
  planPublished,
  recommendationCreated,
  recommendationGenerated,
  recommendationRefunded,
  recommendationRequested,
  recommendationShown,
} from '@moim/schema/contracts/travel.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { inboxTopic } from '../actions/wake-inboxes.ts';
import { happened, takeIn } from '../testing/elsewhere.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let sora: Viewer;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  [minji, joon, sora] = [
    await stage.identity.join(),
    await stage.identity.join(),
    await stage.identity.join(),
  ];
});

const eventId = newUuid();
const planId = newUuid();
const thing = newUuid();
const startsAt = '2026-11-24T06:00:00.000Z';

/** Minji's event with Joon in it. */
const snapshot = () => ({
  eventId,
  calendarId: thing,
  actorId: minji.memberId,
  organizerId: minji.memberId,
  participantIds: [minji.memberId, joon.memberId],
  startsAt,
  endsAt: '2026-11-24T07:00:00.000Z',
  timeZone: 'Asia/Seoul',
  isAllDay: false,
  isRecurring: false,
  chatRoomId: null,
  meetingRoomId: null,
});
const move = {
  previousStartsAt: '2026-11-24T05:00:00.000Z',
  previousEndsAt: '2026-11-24T06:00:00.000Z',
  occurrenceStartsAt: null,
};
const plan = () => ({
  planId,
  authorId: minji.memberId,
  companionIds: [joon.memberId],
  travelOn: '2026-11-24',
  calendarEventId: null,
  chatRoomId: null,
});
const owner = () => ({ recommendationId: thing, memberId: minji.memberId });
const publication = () => ({ publicationId: thing, planId, authorId: minji.memberId });
const cover = () => ({
  coveragePeriodId: thing,
  policyId: thing,
  memberId: minji.memberId,
  startsAt,
  travelPlanId: null,
});
const ended = (endedBy: 'MEMBER' | 'PARKING' | 'CX' | 'INSURER' | 'WITHDRAWAL') => () =>
  happened(coverEnded, thing, { ...cover(), endsAt: startsAt, endedBy, premiumWon: 0 });
const parking = () => ({
  parkingSessionId: thing,
  vehicleId: thing,
  memberId: minji.memberId,
  calendarEventId: null,
  coveragePeriodId: null,
  startedAt: startsAt,
});
const finished = (shareRoomId: string | null) =>
  happened(parkingFinished, thing, { ...parking(), finishedAt: startsAt, score: 86, shareRoomId });

/** What each of the three was told, in words: kind, or kind and notification. */
async function told(): Promise<Record<string, string[]>> {
  const tellings: Record<string, string[]> = {};
  for (const [name, { memberId }] of Object.entries({ minji, joon, sora })) {
    const rows = await stage.rows<{ said: string }>(
      `select concat_ws(' ', event.subject_kind, coalesce(notification.kind, 'silent')) as said
       from messaging.inbox_events as event left join messaging.notifications as notification
         on notification.id = event.notification_id
       where event.member_id = $1 and event.room_id is null order by event.seq`,
      [memberId],
    );
    if (rows.length > 0) tellings[name] = rows.map(({ said }) => said);
  }
  return tellings;
}

const silently = (kind: string) => ({ minji: [`${kind} silent`] });
const event = (kind: string) => ({ minji: ['CALENDAR_EVENT silent'], joon: [`CALENDAR_EVENT ${kind}`] });

describe('what happens elsewhere is told to those whom it concerns, and not to whose doing it was', () => {
  const cases: readonly [string, () => LoggedEvent, Record<string, string[]>][] = [
    ['an event', () => happened(eventScheduled, eventId, snapshot()), event('EVENT_INVITED')],
    [
      'an event of a file',
      () => happened(eventScheduled, eventId, { ...snapshot(), isImported: true }),
      event('silent'),
    ],
    ['its move', () => happened(eventMoved, eventId, { ...snapshot(), ...move }), event('EVENT_MOVED')],
    [
      'its cancellation',
      () => happened(eventCancelled, eventId, { ...snapshot(), occurrenceStartsAt: null }),
      event('EVENT_CANCELLED'),
    ],
    [
      'a change of it',
      () => happened(eventChanged, eventId, { ...snapshot(), invitedIds: [], removedIds: [sora.memberId] }),
      { ...event('silent'), sora: ['CALENDAR_EVENT silent'] },
    ],
    [
      'an invitation',
      () =>
        happened(eventChanged, eventId, {
          ...snapshot(),
          participantIds: [minji.memberId, joon.memberId, sora.memberId],
          invitedIds: [sora.memberId],
          removedIds: [],
        }),
      { ...event('silent'), sora: ['CALENDAR_EVENT EVENT_INVITED'] },
    ],
    [
      'a reminder, also to whoever made the event',
      () =>
        happened(reminderDue, thing, {
          ...{ reminderId: thing, eventId, memberId: minji.memberId, startsAt, minutesBefore: 10 },
        }),
      { minji: ['CALENDAR_EVENT REMINDER'] },
    ],
    [
      'an answer to travel: to nobody',
      () => happened(planEntryCreated, thing, { publicationId: thing, planId, calendarEventId: eventId }),
      {},
    ],
    [
      'a change of a trip',
      () => happened(planChanged, planId, { ...plan(), change: 'EDITED' }),
      { minji: ['TRAVEL_PLAN silent'], joon: ['TRAVEL_PLAN PLAN_CHANGED'] },
    ],
    [
      'a trip that moved with its event',
      () => happened(planChanged, planId, { ...plan(), change: 'MOVED' }),
      { minji: ['TRAVEL_PLAN silent'], joon: ['TRAVEL_PLAN PLAN_CHANGED'] },
    ],
    [
      'a trip that moved with its event, silently to those who are told of the event',
      () => {
        const movedWith = { eventId, participantIds: [minji.memberId, joon.memberId] };
        const companionIds = [joon.memberId, sora.memberId];
        return happened(planChanged, planId, { ...plan(), companionIds, change: 'MOVED', movedWith });
      },
      {
        ...{ minji: ['TRAVEL_PLAN silent'], joon: ['TRAVEL_PLAN silent'] },
        sora: ['TRAVEL_PLAN PLAN_CHANGED'],
      },
    ],
    [
      'a shared trip, to followers alone',
      () =>
        happened(planPublished, thing, {
          ...{ announcementId: thing, planId, authorId: minji.memberId },
          recipientIds: [joon.memberId, sora.memberId],
        }),
      { joon: ['TRAVEL_PLAN PLAN_PUBLISHED'], sora: ['TRAVEL_PLAN PLAN_PUBLISHED'] },
    ],
    [
      'a publication that is complete',
      () => happened(planPublicationCompleted, thing, publication()),
      { minji: ['TRAVEL_PLAN PLAN_PUBLICATION_COMPLETED'] },
    ],
    [
      'a publication that was called off',
      () => happened(planPublicationCancelled, thing, { ...publication(), reason: 'ENTRY_REFUSED' }),
      { minji: ['TRAVEL_PLAN PLAN_PUBLICATION_CANCELLED'] },
    ],
    [
      'a recommendation that was asked for',
      () => happened(recommendationRequested, thing, { ...owner(), amountCredits: 100, holdUntil: startsAt }),
      silently('RECOMMENDATION'),
    ],
    [
      'one that is written, but not paid: to nobody',
      () => happened(recommendationGenerated, thing, owner()),
      {},
    ],
    [
      'a recommendation',
      () => happened(recommendationCreated, thing, { ...owner(), planId, chatRoomId: null }),
      { minji: ['RECOMMENDATION RECOMMENDATION_CREATED'] },
    ],
    [
      'a card that others may see from now on: silently to them',
      () => happened(recommendationShown, thing, { ...owner(), readerIds: [joon.memberId, sora.memberId] }),
      { joon: ['RECOMMENDATION silent'], sora: ['RECOMMENDATION silent'] },
    ],
    [
      'none',
      () => happened(recommendationRefunded, thing, { ...owner(), reason: 'CREDITS_TOO_FEW' }),
      { minji: ['RECOMMENDATION RECOMMENDATION_REFUNDED'] },
    ],
    ['cover', () => happened(coverStarted, thing, cover()), silently('COVERAGE_PERIOD')],
    ['cover ended by the insured', ended('MEMBER'), silently('COVERAGE_PERIOD')],
    ['cover ended by parking', ended('PARKING'), { minji: ['COVERAGE_PERIOD COVER_ENDED'] }],
    ['cover ended by CX', ended('CX'), { minji: ['COVERAGE_PERIOD COVER_ENDED'] }],
    ['cover ended by the insurer', ended('INSURER'), { minji: ['COVERAGE_PERIOD COVER_ENDED'] }],
    ['a parking', () => happened(parkingStarted, thing, parking()), silently('PARKING_SESSION')],
    [
      'one that was given up',
      () => happened(parkingAborted, thing, { ...parking(), abortedAt: startsAt, reason: 'SILENCE' }),
      silently('PARKING_SESSION'),
    ],
    ['its report', () => finished(null), { minji: ['PARKING_SESSION PARKING_FINISHED'] }],
    [
      'a balance',
      () =>
        happened(walletChanged, minji.memberId, {
          ...{ memberId: minji.memberId, walletSeq: 1, balanceCredits: 5, heldCredits: 0, cause: 'GRANT' },
        }),
      silently('WALLET'),
    ],
  ];

  it.each(cases)('%s', async (_, make, expected) => {
    await takeIn(stage, make());
    expect(await told()).toEqual(expected);
  });

  it('wakes them', async () => {
    const woken: unknown[] = [];
    await stage.services.bus.subscribe(inboxTopic(joon.memberId), (message) => woken.push(message));
    await takeIn(stage, happened(eventScheduled, eventId, snapshot()));
    expect(woken).toEqual([{ seq: 1 }]);
  });

  it('tells nothing to who closed their account, and one who stands twice once', async () => {
    await stage.identity.withdraw(joon.memberId);
    const participantIds = [sora.memberId, joon.memberId, sora.memberId];
    await takeIn(stage, happened(eventScheduled, eventId, { ...snapshot(), participantIds }));
    expect(await told()).toEqual({
      minji: ['CALENDAR_EVENT silent'],
      sora: ['CALENDAR_EVENT EVENT_INVITED'],
    });
  });

  it('forgets what a member was told of when they close their account', async () => {
    await takeIn(stage, happened(eventScheduled, eventId, snapshot()));
    const count = () =>
      stage.rows('select from messaging.notifications where member_id = $1', [joon.memberId]);
    expect(await count()).toHaveLength(1);
    await stage.identity.withdraw(joon.memberId);
    expect(await count()).toEqual([]);
  });

  it('costs one statement, whatever the number of members', async () => {
    const costs: string[][] = [];
    for (const size of [1, 50, 200]) {
      const recipientIds = (await stage.identity.joinAll(size)).map(({ memberId }) => memberId);
      const announcement = { announcementId: thing, planId, authorId: minji.memberId, recipientIds };
      stage.statements();
      await takeIn(stage, happened(planPublished, thing, announcement));
      costs.push(stage.statements());
    }
    expect(costs).toEqual([1, 50, 200].map(() => ['messaging.insertEntityChange']));
  });
});

describe('a notice in a room', () => {
  const roomOf = (...others: Viewer[]) =>
    createChatRoom(stage.services, minji, {
      ...{ id: newUuid(), kind: 'GROUP', title: 'Busan', groupIds: [] },
      memberIds: others.map(({ memberId }) => memberId),
    });
  const messages = (roomId: string) =>
    stage.rows(
      `select seq, kind, member_id as "memberId", subject_kind as "subjectKind", starts_at as "startsAt",
         previous_starts_at as "previousStartsAt", score
       from messaging.messages where room_id = $1 order by seq`,
      [roomId],
    );

  it('tells of a move with both times, takes the next place and reaches every inbox of the room', async () => {
    const chatRoomId = await roomOf(joon, sora);
    await takeIn(stage, happened(eventMoved, eventId, { ...snapshot(), ...move, chatRoomId }));
    expect(await messages(chatRoomId)).toEqual([
      {
        ...{ seq: 1, kind: 'EVENT_MOVED', memberId: minji.memberId, subjectKind: 'CALENDAR_EVENT' },
        ...{ startsAt: new Date(startsAt), previousStartsAt: new Date(move.previousStartsAt), score: null },
      },
    ]);
    const [posted] = await stage.deliver();
    expect(posted).toMatchObject({
      name: 'messaging.message-posted.v1',
      aggregateSeq: 1,
      payload: { kind: 'EVENT_MOVED' },
    });
    const inboxes = await stage.rows(
      `select member_id from messaging.inbox_events where room_id = $1 and kind = 'MESSAGE_RECEIVED'`,
      [chatRoomId],
    );
    expect(inboxes).toHaveLength(3);
  });

  it.each([
    [
      'a cancellation',
      (chatRoomId: string) =>
        happened(eventCancelled, eventId, { ...snapshot(), occurrenceStartsAt: null, chatRoomId }),
      { kind: 'EVENT_CANCELLED', startsAt: new Date(startsAt) },
    ],
    [
      'a recommendation',
      (chatRoomId: string) => happened(recommendationCreated, thing, { ...owner(), planId, chatRoomId }),
      { kind: 'RECOMMENDATION_CREATED', subjectKind: 'RECOMMENDATION' },
    ],
    ['a score', (roomId: string) => finished(roomId), { kind: 'PARKING_FINISHED', score: 86 }],
  ])('tells of %s', async (_, make, expected) => {
    const roomId = await roomOf(joon);
    await takeIn(stage, make(roomId));
    expect(await messages(roomId)).toMatchObject([{ seq: 1, memberId: minji.memberId, ...expected }]);
  });

  it('of a recommendation says to its owner who is in the room to see it, and reaches every inbox', async () => {
    const chatRoomId = await roomOf(joon, sora);
    await takeIn(stage, happened(recommendationCreated, thing, { ...owner(), planId, chatRoomId }));
    const everybody = [minji, joon, sora].map(({ memberId }) => memberId);
    expect((await stage.deliver()).at(-1)).toMatchObject({
      name: 'messaging.recommendation-posted.v1',
      aggregateSeq: 1,
      payload: {
        ...{ roomId: chatRoomId, memberId: minji.memberId, recommendationId: thing },
        readerIds: everybody.toSorted(),
      },
    });
    const inboxes = await stage.rows(
      `select member_id from messaging.inbox_events where room_id = $1 and kind = 'MESSAGE_RECEIVED'`,
      [chatRoomId],
    );
    expect(inboxes).toHaveLength(3);
  });

  it('is not written by whom the room does not have, nor into a room that does not exist', async () => {
    const chatRoomId = await roomOf(joon);
    const moved = { ...snapshot(), ...move, actorId: sora.memberId };
    await takeIn(stage, happened(eventMoved, eventId, { ...moved, chatRoomId }));
    await takeIn(stage, happened(eventMoved, eventId, { ...moved, chatRoomId: newUuid() }));
    expect(await messages(chatRoomId)).toEqual([]);
    expect(await told()).toMatchObject({
      joon: ['CALENDAR_EVENT EVENT_MOVED', 'CALENDAR_EVENT EVENT_MOVED'],
    });
  });

  it('is unread for others, and for whose doing it was only if they had not read the room before', async () => {
    const roomId = await roomOf(joon);
    await takeIn(stage, finished(roomId));
    const unread = () =>
      stage.rows(
        `select member.member_id = $2 as own, room.last_seq - member.read_seq as unread
         from messaging.chat_room_members as member join messaging.chat_rooms as room on room.id = member.room_id
         where room.id = $1 order by own`,
        [roomId, minji.memberId],
      );
    expect(await unread()).toEqual([
      { own: false, unread: 1 },
      { own: true, unread: 0 },
    ]);
    await stage.rows('update messaging.chat_room_members set read_seq = 0 where room_id = $1', [roomId]);
    await takeIn(stage, finished(roomId));
    expect(await unread()).toEqual([
      { own: false, unread: 2 },
      { own: true, unread: 2 },
    ]);
  });
});
