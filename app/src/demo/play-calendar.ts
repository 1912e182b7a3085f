import { answerInvitation } from '@moim/calendar/actions/answer-invitation.ts';
import { type CalendarColor, createCalendar } from '@moim/calendar/actions/create-calendar.ts';
import { createEvent } from '@moim/calendar/actions/create-event.ts';
import { createMeetingRoom } from '@moim/calendar/actions/create-meeting-room.ts';
import { ensurePersonalCalendar } from '@moim/calendar/actions/personal-calendar.ts';
import { dateOf, toInstant, toWall } from '@moim/calendar/ports/zones.ts';
import { type DemoEvent, demoEvents, siteVisitKey } from './events.ts';
import { findHolidays } from './holidays.ts';
import { demoMeetingRooms } from './meeting-rooms.ts';
import { demoGroups, demoPeople } from './people.ts';
import { siteVisitRoom } from './rooms.ts';
import { patiently, type Stage } from './stage.ts';

/** Events were written down when the company began, invitations answered a day ago. */
const writtenMinutesAgo = 21 * 24 * 60;
const answeredMinutesAgo = 24 * 60;
const everyone = '모두 Everyone';
const colors: Readonly<Record<string, CalendarColor>> = { [everyone]: 'GREEN', '영업 Sales': 'ORANGE' };

/** Meeting rooms, the calendars of the groups, a month of events and the holidays. */
export async function playCalendar(stage: Stage): Promise<void> {
  const services = stage.at('calendar', stage.minutesAgo(writtenMinutesAgo));
  const founder = stage.viewer(demoPeople[0]?.handle ?? '');
  for (const { key, ...room } of demoMeetingRooms)
    stage.remember(
      'meeting-room',
      key,
      await createMeetingRoom(services, founder, { id: services.newId(), ...room }),
    );
  for (const group of demoGroups) await openGroupCalendar(stage, group);
  for (const event of demoEvents) await writeEvent(stage, event);
  await writeHolidays(stage);
}

async function openGroupCalendar(
  stage: Stage,
  { name, members }: (typeof demoGroups)[number],
): Promise<void> {
  const services = stage.at('calendar', stage.minutesAgo(writtenMinutesAgo));
  const viewer = stage.viewer(members[0] ?? '');
  const request = {
    id: services.newId(),
    name,
    color: colors[name] ?? 'PURPLE',
    timeZone: 'Asia/Seoul',
    groupId: stage.idOf('group', name),
  };
  stage.remember('calendar', name, await patiently(() => createCalendar(services, viewer, request)));
}

async function writeEvent(stage: Stage, event: DemoEvent): Promise<void> {
  const services = stage.at('calendar', stage.minutesAgo(writtenMinutesAgo));
  const viewer = stage.viewer(event.by);
  const startsAt = startOf(stage.present, event);
  const { eventId } = await patiently(async () =>
    createEvent(services, viewer, {
      ...{ id: services.newId(), title: event.title, startsAt, timeZone: event.timeZone },
      endsAt: new Date(startsAt.getTime() + event.minutes * 60_000),
      calendarId: event.group
        ? stage.idOf('calendar', event.group)
        : await ensurePersonalCalendar(services.db.write, services, viewer.memberId),
      ...{ description: event.description, location: event.location, recurrenceRule: event.rule },
      attendeeIds: stage.memberIds(event.attendees),
      meetingRoomId: event.room === undefined ? null : stage.idOf('meeting-room', event.room),
      chatRoomId: event.key === siteVisitKey ? stage.idOf('room', siteVisitRoom) : null,
    }),
  );
  stage.remember('event', event.key, eventId);
  const answering = stage.at('calendar', stage.minutesAgo(answeredMinutesAgo));
  for (const handle of event.acceptedBy)
    await answerInvitation(answering, stage.viewer(handle), { eventId, answer: 'ACCEPTED' });
}

/** The event's wall time on its day, counted from today in its own zone. */
function startOf(present: Date, { day, at, timeZone }: Pick<DemoEvent, 'day' | 'at' | 'timeZone'>): Date {
  const that = new Date(present.getTime() + day * 86_400_000);
  return toInstant(`${dateOf(toWall(that, timeZone))}T${at}:00`, timeZone);
}

async function writeHolidays(stage: Stage): Promise<void> {
  const services = stage.at('calendar', stage.minutesAgo(writtenMinutesAgo));
  for (const { name, startsAt, endsAt } of findHolidays(stage.present)) {
    await createEvent(services, stage.viewer(demoPeople[0]?.handle ?? ''), {
      ...{ id: services.newId(), calendarId: stage.idOf('calendar', everyone), title: name },
      ...{ startsAt, endsAt, timeZone: 'Asia/Seoul', isAllDay: true, reminderMinutes: [] },
    });
  }
}
