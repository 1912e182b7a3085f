import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEvent } from '../actions/create-event.ts';
import { createMeetingRoom } from '../actions/create-meeting-room.ts';
import { openStage, type Person, type Stage } from '../testing/stage.ts';

const title = 'Merger with the neighbours';
const day = `from: "2027-01-11T00:00:00Z", until: "2027-01-12T00:00:00Z"`;
const bookings = `bookings(${day}) { startsAt endsAt event { title } }`;

let stage: Stage;
let minji: Person;
let joon: Person;
let roomId: string;

beforeAll(async () => {
  stage = await openStage();
  minji = await stage.person();
  joon = await stage.person();
  roomId = await createMeetingRoom(
    stage.services,
    { ...minji.viewer, roles: ['MEMBER', 'ADMIN'] },
    { id: newUuid(), name: 'Baekdu', place: 'Seoul, 12F', capacity: 8, equipment: ['SCREEN'] },
  );
  await createEvent(stage.services, minji.viewer, {
    ...{ id: newUuid(), calendarId: minji.calendarId, title, meetingRoomId: roomId, timeZone: 'Asia/Seoul' },
    ...{ startsAt: new Date('2027-01-11T01:00:00Z'), endsAt: new Date('2027-01-11T05:00:00Z') },
  });
});
afterAll(() => stage.close());

type Asker = Pick<OperationIdentity, 'viewer' | 'app'> & Partial<Pick<OperationIdentity, 'isService'>>;
const app = (...scopes: string[]): Asker => ({ viewer: null, app: { id: newUuid(), scopes } });
const askers: Readonly<Record<string, () => Asker>> = {
  organizer: () => ({ viewer: minji.viewer }),
  colleague: () => ({ viewer: joon.viewer }),
  'rooms:read': () => app('rooms:read'),
  'another scope': () => app('directory:read', 'rooms:read:all', 'MEMBER'),
  'no scope': () => app(),
  nobody: () => ({ viewer: null }),
};

async function ask(asker: Asker, query: string): Promise<unknown> {
  const identity = { isService: false, ...asker, requestId: 'test' };
  const result = await stage.host.execute({ document: parse(query), identity, variables: {} });
  const codes = result.errors?.map(({ extensions }) => extensions['code']);
  return JSON.parse(JSON.stringify(codes ?? result.data ?? null));
}

/** Whoever asks, by what they are answered. */
async function answersTo(query: string): Promise<unknown> {
  const entries = Object.entries(askers).map(async ([name, asker]) => [name, await ask(asker(), query)]);
  return Object.fromEntries(await Promise.all(entries));
}

const taken = (event: { title: string } | null) => [
  { startsAt: '2027-01-11T01:00:00.000Z', endsAt: '2027-01-11T05:00:00.000Z', event },
];
const refused = {
  'another scope': ['FORBIDDEN'],
  'no scope': ['FORBIDDEN'],
  nobody: ['UNAUTHENTICATED'],
};

describe('when a room is taken', () => {
  const seen = (event: { title: string } | null) => ({
    meetingRoom: { name: 'Baekdu', bookings: taken(event) },
  });

  it('is told to members, and to apps with the scope; what for, only to who may see the event', async () => {
    expect(await answersTo(`{ meetingRoom(id: "${roomId}") { name ${bookings} } }`)).toEqual({
      organizer: seen({ title }),
      ...{ colleague: seen(null), 'rooms:read': seen(null), ...refused },
    });
  });

  it('is told by the list, which knows the free ones', async () => {
    const list = (free: string) => `{ meetingRooms(${free}) { id } }`;
    const busy = await answersTo(list('freeFrom: "2027-01-11T04:00:00Z", freeUntil: "2027-01-11T06:00:00Z"'));
    const free = await answersTo(list('freeFrom: "2027-01-11T05:00:00Z", freeUntil: "2027-01-11T06:00:00Z"'));
    const all = (rooms: readonly { id: string }[]) => ({
      ...{ organizer: { meetingRooms: rooms }, colleague: { meetingRooms: rooms } },
      ...{ 'rooms:read': { meetingRooms: rooms }, ...refused },
    });
    expect([busy, free]).toEqual([all([]), all([{ id: roomId }])]);
  });

  it('is decided here for whoever comes by key, past every router', async () => {
    const key = `{ __typename: "MeetingRoom", id: "${roomId}" }`;
    expect(
      await answersTo(`{ _entities(representations: [${key}]) { ... on MeetingRoom { ${bookings} } } }`),
    ).toEqual({
      organizer: { _entities: [{ bookings: taken({ title }) }] },
      ...{ colleague: { _entities: [{ bookings: taken(null) }] } },
      ...{ 'rooms:read': { _entities: [{ bookings: taken(null) }] }, ...refused },
    });
  });
});

it('the supergraph reads what a room is, to complete events that viewers share, and not when it is taken', async () => {
  const itself = { viewer: null, isService: true };
  const key = `{ __typename: "MeetingRoom", id: "${roomId}" }`;
  const byKey = (fields: string) =>
    ask(itself, `{ _entities(representations: [${key}]) { ... on MeetingRoom { ${fields} } } }`);
  expect(await byKey('name place capacity equipment')).toEqual({
    _entities: [{ name: 'Baekdu', place: 'Seoul, 12F', capacity: 8, equipment: ['SCREEN'] }],
  });
  expect(await byKey(bookings)).toEqual(['UNAUTHENTICATED']);
  expect(await ask(itself, '{ meetingRooms { id } }')).toEqual(['UNAUTHENTICATED']);
});

it.each(['x', newUuid()])('there is no room with the id %s', async (id) => {
  expect(await ask(app('rooms:read'), `{ meetingRoom(id: "${id}") { name } }`)).toEqual({
    meetingRoom: null,
  });
});

it('an app with the scope reads nothing else of a calendar, and changes nothing', async () => {
  const asked = [
    `{ calendarEvent(id: "${newUuid()}") { title } }`,
    `{ calendar(id: "${minji.calendarId}") { name } }`,
    '{ me { id } }',
    `{ eventClashes(draft: { ${day.replace('from', 'startsAt').replace('until', 'endsAt')}, timeZone: "UTC" }) { occurrenceCount } }`,
  ];
  for (const query of asked)
    expect({ query, answer: await ask(app('rooms:read'), query) }).toEqual({ query, answer: ['FORBIDDEN'] });
  const create = `createMeetingRoom(input: { id: "${newUuid()}", name: "x", place: "y", capacity: 1 })`;
  expect(await ask(app('rooms:read'), `mutation { ${create} { __typename } }`)).toEqual({
    createMeetingRoom: { __typename: 'Forbidden' },
  });
});
