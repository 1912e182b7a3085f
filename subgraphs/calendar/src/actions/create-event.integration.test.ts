import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CreateEventInput, createEvent } from './create-event.ts';
import { openStage, type Person, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Person;

beforeAll(async () => {
  stage = await openStage();
  minji = await stage.person();
});
afterAll(() => stage.close());

const draft = (more: Partial<CreateEventInput> = {}): CreateEventInput => ({
  id: newUuid(),
  calendarId: minji.calendarId,
  title: 'Busan site visit',
  startsAt: new Date('2026-11-23T06:00:00Z'),
  endsAt: new Date('2026-11-23T07:00:00Z'),
  timeZone: 'Asia/Seoul',
  ...more,
});

describe('an event', () => {
  it('is written with its occurrence, its reminder and what is published', async () => {
    await stage.published();
    const { eventId } = await createEvent(stage.services, minji.viewer, draft());
    const answer = await stage.ask(
      minji.viewer,
      `{ calendarEvent(id: "${eventId}") { title startsAt endsAt timeZone isAllDay recurrenceRule version
          viewerCanEdit viewerAnswer viewerReminderMinutes attendees { memberId } calendar { isPersonal }
          nextOccurrence { startsAt title isException event { id } } } }`,
    );
    expect(answer.data?.['calendarEvent']).toMatchObject({
      title: 'Busan site visit',
      startsAt: '2026-11-23T06:00:00.000Z',
      viewerCanEdit: true,
      viewerReminderMinutes: [10],
      nextOccurrence: { event: { id: eventId }, isException: false, title: 'Busan site visit' },
    });
    expect((await stage.published()).map(({ name, aggregateSeq }) => [name, aggregateSeq])).toEqual([
      ['calendar.event-scheduled.v1', 1],
    ]);
    expect(stage.jobs.at(-1)).toMatchObject({ startAfter: new Date('2026-11-23T05:50:00Z') });
  });

  it('is one event however often the same request comes, and no other', async () => {
    const request = draft();
    const [first, second] = await Promise.all([
      createEvent(stage.services, minji.viewer, request),
      createEvent(stage.services, minji.viewer, request),
    ]);
    expect(first.eventId).toBe(second.eventId);
    await expect(
      createEvent(stage.services, minji.viewer, { ...request, title: 'Another' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each<[string, Partial<CreateEventInput>]>([
    ['input.id', { id: 'x' }],
    ['input.title', { title: '  ' }],
    ['input.title', { title: 'a'.repeat(201) }],
    ['input.endsAt', { endsAt: new Date('2026-11-23T05:59:59Z') }],
    ['input.endsAt', { endsAt: new Date('2026-11-23T06:00:00Z') }],
    ['input.endsAt', { endsAt: new Date('2027-12-23T06:00:00Z') }],
    ['input.timeZone', { timeZone: 'Asia/Nowhere' }],
    ['input.timeZone', { timeZone: '+09:00' }],
    ['input.recurrenceRule', { recurrenceRule: 'FREQ=SOMETIMES' }],
    ['input.recurrenceRule', { recurrenceRule: 'FREQ=DAILY;COUNT=1001' }],
    ['input.recurrenceRule', { recurrenceRule: 'FREQ=SECONDLY' }],
    ['input.recurrenceRule', { recurrenceRule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['input.attendeeIds', { attendeeIds: [newUuid()] }],
    ['input.meetingRoomId', { meetingRoomId: newUuid() }],
    ['input.reminderMinutes', { reminderMinutes: [-1] }],
  ])('is refused with %s named, and nothing is written: %o', async (field, more) => {
    const count = () => stage.rows('select count(*) from calendar.events');
    const before = await count();
    await expect(createEvent(stage.services, minji.viewer, draft(more))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
    expect(await count()).toEqual(before);
  });

  it('is not written into a calendar of somebody else', async () => {
    const stranger = await stage.person();
    await expect(createEvent(stage.services, stranger.viewer, draft())).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
