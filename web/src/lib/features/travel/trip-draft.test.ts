import { describe, expect, it } from 'vitest';
import { createInput, draftOfEvent, emptyDraft, eventDays, faultsOf, type TripDraft } from './trip-draft.ts';

const busan = {
  __typename: 'City',
  id: '1838524',
  nameKo: '부산',
  nameEn: 'Busan',
  countryCode: 'KR',
  latitude: 35.1,
  longitude: 129.04,
} as const;
const member = (id: string) => ({
  __typename: 'Member' as const,
  id,
  name: id,
  handle: id,
  avatarColor: '#000000',
  withdrawnAt: null,
});
const today = '2026-11-21';

const complete: TripDraft = {
  ...emptyDraft('KRW'),
  title: ' Busan site visit ',
  city: busan,
  travelOn: '2026-11-24',
  budget: '350,000',
};

describe('a trip in its form', () => {
  it('is sent as whole minor units and days; one day when the last one is left empty', () => {
    expect(createInput({ ...complete, companions: [member('jun')], groupSize: '2' }, 'trip-1')).toEqual({
      id: 'trip-1',
      title: 'Busan site visit',
      cityId: '1838524',
      travelOn: '2026-11-24',
      untilOn: '2026-11-24',
      groupSize: 2,
      budgetMinor: 350_000,
      currency: 'KRW',
      details: null,
      companionIds: ['jun'],
      chatRoomId: null,
      calendarEventId: null,
    });
  });

  it('has no currency without a budget', () => {
    expect(createInput({ ...complete, budget: ' ' }, 'trip-1')).toMatchObject({
      budgetMinor: null,
      currency: null,
    });
  });

  it.each<[string, Partial<TripDraft>, string[]]>([
    ['complete', {}, []],
    ['today', { travelOn: today }, []],
    ['without a title', { title: '  ' }, ['title']],
    ['with 80 characters', { title: '가'.repeat(80) }, []],
    ['with 81 characters', { title: '가'.repeat(81) }, ['title']],
    ['without a city', { city: null }, ['cityId']],
    ['in the past', { travelOn: '2026-11-20' }, ['travelOn']],
    ['that ends before it starts', { untilOn: '2026-11-23' }, ['untilOn']],
    ['for 0 people', { groupSize: '0' }, ['groupSize']],
    ['for 1.5 people', { groupSize: '1.5' }, ['groupSize']],
    ['for nobody said', { groupSize: '' }, ['groupSize']],
    ['with half a won', { budget: '0.5' }, ['budgetMinor']],
    ['with cents', { budget: '0.5', currency: 'USD' }, []],
  ])('%s', (_what, change, fields) => {
    expect(faultsOf({ ...complete, ...change }, today, null)).toEqual(fields);
  });
});

describe('a trip made of an event', () => {
  const attendee = { __typename: 'EventAttendee' as const };
  const event = {
    __typename: 'CalendarEvent' as const,
    id: 'event-1',
    title: 'Busan site visit',
    location: 'Busan',
    startsAt: '2026-11-24T06:00:00.000Z',
    endsAt: '2026-11-24T08:00:00.000Z',
    isAllDay: false,
    timeZone: 'Asia/Seoul',
    chatRoom: null,
    travelPlan: null,
    organizer: member('jiwon'),
    attendees: [
      { ...attendee, answer: 'ACCEPTED' as const, member: member('minji') },
      { ...attendee, answer: 'NEEDS_ACTION' as const, member: member('jun') },
      { ...attendee, answer: 'DECLINED' as const, member: member('sora') },
      { ...attendee, answer: 'ACCEPTED' as const, member: null },
    ],
  };

  it('takes its title, day and room, and along its organizer and who has not declined', () => {
    const draft = draftOfEvent(event, 'minji', 'KRW');
    expect(draft).toMatchObject({
      title: 'Busan site visit',
      travelOn: '2026-11-24',
      untilOn: '2026-11-24',
      groupSize: '3',
      calendarEventId: 'event-1',
    });
    expect(draft.companions.map(({ id }) => id)).toEqual(['jiwon', 'jun']);
  });

  it('does not take its organizer along with themselves', () => {
    const draft = draftOfEvent(event, 'jiwon', 'KRW');
    expect(draft.companions.map(({ id }) => id)).toEqual(['minji', 'jun']);
  });

  it.each([
    [
      'an evening that is already the next day in UTC+9',
      '2026-11-24T14:00:00Z',
      '2026-11-24T15:00:00Z',
      '2026-11-24',
      '2026-11-24',
    ],
    ['past midnight', '2026-11-24T14:00:00Z', '2026-11-24T16:00:00Z', '2026-11-24', '2026-11-25'],
    ['two whole days', '2026-11-23T15:00:00Z', '2026-11-25T15:00:00Z', '2026-11-24', '2026-11-25'],
  ])('counts its days where it takes place: %s', (_what, startsAt, endsAt, travelOn, untilOn) => {
    expect(eventDays({ startsAt, endsAt, timeZone: 'Asia/Seoul' })).toEqual({ travelOn, untilOn });
  });
});
