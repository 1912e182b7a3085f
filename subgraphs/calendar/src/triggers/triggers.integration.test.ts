import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { LiveReader } from '@moim/kit/testing/live-reader.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import { planPublicationCancelled, planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCalendar } from '../actions/create-calendar.ts';
import { createEvent, type CreateEventInput } from '../actions/create-event.ts';
import { answerInvitation } from '../actions/answer-invitation.ts';
import { deleteEvent } from '../actions/delete-event.ts';
import { ringReminders } from '../actions/ring-reminders.ts';
import { setDeclinesWhenBusy } from '../actions/set-declines-when-busy.ts';
import { setEventReminders } from '../actions/set-event-reminders.ts';
import { updateEvent } from '../actions/update-event.ts';
import { openStage, type Person, type Stage, stageNow } from '../testing/stage.ts';
import { planEntries } from './plan-entries.ts';

let stage: Stage;
let minji: Person;
let joon: Person;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.setNow(stageNow);
  minji = await stage.person();
  joon = await stage.person();
  await stage.published();
});

async function create(more: Partial<CreateEventInput> = {}): Promise<string> {
  const { eventId } = await createEvent(stage.services, minji.viewer, {
    ...{ id: newUuid(), calendarId: minji.calendarId, title: 'Visit', timeZone: 'Asia/Seoul' },
    ...{ startsAt: new Date('2026-11-23T06:00:00Z'), endsAt: new Date('2026-11-23T07:00:00Z') },
    ...more,
  });
  await stage.published();
  return eventId;
}

const told = async () => (await stage.published()).map(({ name }) => name.slice(9, -3));

describe('a reminder', () => {
  const ring = async (id: string, now: string) => {
    stage.setNow(new Date(now));
    await ringReminders(stage.services, id);
    const events = await stage.published();
    return events.map(({ payload }) => payload);
  };

  it('rings once for everybody who has not declined, however often and late its job runs', async () => {
    const kim = await stage.person();
    const id = await create({ attendeeIds: [joon.id, kim.id] });
    await answerInvitation(stage.services, kim.viewer, { eventId: id, answer: 'DECLINED' });
    await stage.published();
    expect(await ring(id, '2026-11-23T05:49:59Z')).toEqual([]);
    // The server was away for an hour.
    const rung = await ring(id, '2026-11-23T06:50:00Z');
    expect(rung).toMatchObject(
      [minji.id, joon.id].sort().map((memberId) => ({
        ...{ eventId: id, memberId, minutesBefore: 10, startsAt: '2026-11-23T06:00:00.000Z' },
      })),
    );
    expect(await ring(id, '2026-11-23T06:51:00Z')).toEqual([]);
  });

  it.each([
    ['a day', '2026-11-24T06:00:00.000Z', 1],
    ['more than a day', '2026-11-24T06:00:00.001Z', 0],
  ])('%s after the start, at %s, it tells %d times', async (_, now, times) => {
    const id = await create();
    expect(await ring(id, now)).toHaveLength(times);
    expect(await ring(id, now)).toEqual([]);
  });

  it('follows an occurrence that moves, in the same transaction, and is silent at the old time', async () => {
    const id = await create({ recurrenceRule: 'FREQ=WEEKLY;COUNT=3' });
    await updateEvent(stage.services, minji.viewer, {
      ...{ id, scope: 'THIS', occurrenceStartsAt: new Date('2026-11-23T06:00:00Z') },
      startsAt: new Date('2026-11-24T06:00:00Z'),
    });
    await stage.published();
    expect(stage.jobs.at(-1)).toMatchObject({
      data: { eventId: id },
      startAfter: new Date('2026-11-24T05:50:00Z'),
    });
    expect(await ring(id, '2026-11-23T05:50:00Z')).toEqual([]);
    expect(await ring(id, '2026-11-24T05:50:00Z')).toMatchObject([{ startsAt: '2026-11-24T06:00:00.000Z' }]);
    expect(stage.jobs.at(-1)).toMatchObject({ startAfter: new Date('2026-11-30T05:50:00Z') });
  });

  it('does not ring for what was cancelled', async () => {
    const id = await create();
    await deleteEvent(stage.services, minji.viewer, { id, scope: 'ALL' });
    await stage.published();
    expect(await ring(id, '2026-11-23T05:50:00Z')).toEqual([]);
  });

  it('does not ring for who has left the group that it stands for, and saw it only through that', async () => {
    const groupId = await stage.identity.group(minji.viewer, joon.viewer);
    const calendarId = newUuid();
    const [asMinji, asJoon] = [stage.identity.viewer(minji.id), stage.identity.viewer(joon.id)];
    await createCalendar(stage.services, asMinji, {
      ...{ id: calendarId, name: 'Team', color: 'BLUE', timeZone: 'Asia/Seoul', groupId },
    });
    const id = await create({ calendarId });
    await setEventReminders(stage.services, asJoon, { eventId: id, minutesBefore: [10] });
    await stage.identity.remove(groupId, joon.id);
    expect(await ring(id, '2026-11-23T05:50:00Z')).toMatchObject([{ memberId: minji.id }]);
  });

  it('that is due but has not rung survives a change of the title', async () => {
    const id = await create();
    stage.setNow(new Date('2026-11-23T05:55:00Z'));
    await updateEvent(stage.services, minji.viewer, { id, scope: 'ALL', title: 'Another' });
    await stage.published();
    expect(await ring(id, '2026-11-23T05:56:00Z')).toHaveLength(1);
  });
});

describe('a plan that is published', () => {
  const requested = (more: object = {}) => ({
    ...{ publicationId: newUuid(), planId: newUuid(), authorId: minji.id, companionIds: [joon.id] },
    ...{ title: 'Busan', chatRoomId: newUuid(), existingChatRoomId: null, calendarEventId: newUuid() },
    ...{ travelOn: '2026-11-23', untilOn: '2026-11-24', timeZone: 'Asia/Seoul' },
    ...more,
  });
  const take = async (name: string, payload: unknown) => {
    const event: LoggedEvent = {
      ...{ id: newUuid(), name, aggregateType: 'plan-publication', aggregateId: newUuid() },
      ...{ aggregateSeq: 1, shard: 0, pos: 1, payload, occurredAt: stageNow },
    };
    await stage.services.db.write.transaction((tx) => planEntries.handle(tx, event, stage.services));
  };

  it('gets an all-day entry with exactly its id, once, and loses it when the publication is cancelled', async () => {
    const request = requested();
    await take(planPublicationRequested.name, request);
    await take(planPublicationRequested.name, request);
    expect(await told()).toEqual(['event-scheduled', 'plan-entry-created']);
    const query = `{ calendarEvent(id: "${request.calendarEventId}") { title isAllDay startsAt endsAt viewerAnswer isCancelled } }`;
    expect((await stage.ask(joon.viewer, query)).data).toEqual({
      calendarEvent: {
        ...{ title: 'Busan', isAllDay: true, viewerAnswer: 'NEEDS_ACTION', isCancelled: false },
        ...{ startsAt: '2026-11-22T15:00:00.000Z', endsAt: '2026-11-24T15:00:00.000Z' },
      },
    });
    const { publicationId, planId, authorId } = request;
    const cancelled = { publicationId, planId, authorId, reason: 'TIMED_OUT' };
    await take(planPublicationCancelled.name, cancelled);
    await take(planPublicationCancelled.name, cancelled);
    expect(await told()).toEqual(['event-cancelled']);
    await take(planPublicationRequested.name, request);
    expect(await told()).toEqual([]);
  });

  it('gets an entry that names the room that the plan had before', async () => {
    const request = requested({ chatRoomId: null, existingChatRoomId: newUuid() });
    await take(planPublicationRequested.name, request);
    const query = `{ calendarEvent(id: "${request.calendarEventId}") { chatRoom { id } } }`;
    expect((await stage.ask(minji.viewer, query)).data).toEqual({
      calendarEvent: { chatRoom: { id: request.existingChatRoomId } },
    });
  });

  it.each([
    ['INVALID', { timeZone: 'Asia/Nowhere' }],
    ['INVALID', { untilOn: '2026-11-22' }],
    ['MEMBER_WITHDRAWN', { authorId: newUuid() }],
  ])('is refused as %s for %o, and nothing is written', async (reason, more) => {
    const before = await stage.rows('select count(*) from calendar.events');
    await take(planPublicationRequested.name, requested(more));
    expect((await stage.published()).map(({ name, payload }) => [name, payload])).toMatchObject([
      ['calendar.plan-entry-refused.v1', { reason }],
    ]);
    expect(await stage.rows('select count(*) from calendar.events')).toEqual(before);
  });

  it('is refused while its author is busy and declines then', async () => {
    await create();
    await setDeclinesWhenBusy(stage.services, minji.viewer, true);
    await take(planPublicationRequested.name, requested());
    expect((await stage.published()).map(({ payload }) => payload)).toMatchObject([{ reason: 'BUSY' }]);
  });
});

describe('a member who leaves the company', () => {
  it('leaves no future events and no invitations behind', async () => {
    const own = await create({ attendeeIds: [joon.id] });
    await stage.identity.withdraw(joon.id);
    expect(await told()).toEqual(['event-changed']);
    await stage.identity.withdraw(minji.id);
    expect(await told()).toEqual(['event-cancelled']);
    expect(await stage.rows('select 1 from calendar.attendees where event_id = $1', [own])).toEqual([]);
    expect(await stage.rows('select 1 from calendar.occurrences where event_id = $1', [own])).toEqual([]);
  });
});

describe('what changes', () => {
  it('is told to everybody who takes part: first what was missed, then live, without a gap', async () => {
    const id = await create({ attendeeIds: [joon.id] });
    await updateEvent(stage.services, minji.viewer, { id, scope: 'ALL', title: 'Another' });
    const reader = await LiveReader.get(
      stage,
      asViewer(joon.viewer),
      'subscription { calendarEventChanged(afterSeq: 0) { seq kind eventId event { title } } }',
    );
    const missed = await reader.take(2);
    const next = reader.next();
    await updateEvent(stage.services, minji.viewer, { id, scope: 'ALL', attendeeIds: [] });
    const changes = [...missed, await next].map((each) => each?.data?.['calendarEventChanged']);
    await reader.stop();
    expect(changes).toEqual([
      { seq: 1, kind: 'SCHEDULED', eventId: id, event: { title: 'Another' } },
      { seq: 2, kind: 'CHANGED', eventId: id, event: { title: 'Another' } },
      { seq: 3, kind: 'CHANGED', eventId: id, event: null },
    ]);
  });
});

describe('batching', () => {
  it('costs 9 and 180 occurrences with events, rooms and people the same statements', async () => {
    await create({ recurrenceRule: 'FREQ=DAILY;COUNT=20', attendeeIds: [joon.id] });
    for (let index = 0; index < 8; index += 1) await create({ recurrenceRule: 'FREQ=DAILY;COUNT=20' });
    const ask = async (until: string) => {
      stage.statements();
      const answer = await stage.ask(
        minji.viewer,
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Viewer {
          occurrences(from: "2026-11-23T00:00:00Z", until: "${until}") { id title startsAt meetingRoom { name }
            event { title attendees { memberId } viewerAnswer viewerCanEdit viewerReminderMinutes
              calendar { name } nextOccurrence { startsAt } organizer { id } } } } } }`,
        { r: [{ __typename: 'Viewer', id: minji.id }] },
      );
      expect(answer.errors).toBeUndefined();
      return {
        count: JSON.stringify(answer).match(/"id":"[^"]*_\d+"/g)?.length,
        statements: stage.statements().sort(),
      };
    };
    const few = await ask('2026-11-24T00:00:00Z');
    const many = await ask('2026-12-13T00:00:00Z');
    expect([few.count, many.count]).toEqual([9, 180]);
    expect(many.statements).toEqual(few.statements);
    expect(few.statements).toMatchInlineSnapshot(`
      [
        "calendar.findAgenda",
        "calendar.findAttendees",
        "calendar.findCalendars",
        "calendar.findEvents",
        "calendar.findNextOccurrences",
        "calendar.findRemindersOfMember",
      ]
    `);
  });
});
