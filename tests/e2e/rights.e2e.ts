import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { amplePoints } from '../../bench/ample-points.ts';
import { createEvent, requestRecommendation } from '../../app/src/day/documents.ts';
import { buyCredits } from './buy-credits.ts';
import { createGroup } from './documents.ts';
import { type DayOfSomebody, makeDayOf, privateTexts } from './day-of-somebody.ts';
import { newApp } from './new-app.ts';
import { askAs, type Person, signUp } from './person.ts';
import { lookThrough } from './rights/findings.ts';
import { type Probe, probesOf } from './rights/probes.ts';
import { type Stack, startStack } from './stack.ts';

/**
 * Everything that the API can be asked, generated from its schema, asked by everybody about the
 * private things of one person. The table beside this file is the whole answer: which role sees
 * which field of what is not theirs.
 */
const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'));
const people = ['owner', 'roommate', 'nobody', 'member', 'INSTRUCTOR', 'CX', 'ADMIN', 'OPERATOR'] as const;
const apps = ['app', 'app:directory:read', 'app:rooms:read'] as const;
const observers = [...people, ...apps] as const;
type Observer = (typeof observers)[number];

const onlyOwner: readonly Observer[] = ['owner'];

/** Said in the room that the two of them share. */
const inTheRoom: readonly string[] = [privateTexts.room, privateTexts.message];
const bothInRoom: readonly Observer[] = ['owner', 'roommate'];

/** Who may come across a private text anywhere at all. */
const secrets = Object.values(privateTexts).map((text) => ({
  text,
  mayKnow: inTheRoom.includes(text) ? bothInRoom : onlyOwner,
}));

let stack: Stack;
let owner: Person;
let groupId: string;
let day: DayOfSomebody;
let recommendationId: string;
let roomId: string;
let probes: readonly Probe[];
const tokens = new Map<Observer, string | null>([['nobody', null]]);

beforeAll(async () => {
  // What nobody may see is to be kept from them by more than the door.
  const environment = { ...amplePoints, ADHOC_OPERATIONS: 'all' };
  stack = await startStack({ execution: 'in-process', environment });
  const admin = await signUp(stack.url, { name: 'Admin' }); // the first account
  tokens.set('ADMIN', admin.accessToken);
  for (const role of ['INSTRUCTOR', 'CX', 'OPERATOR'] as const) {
    const person = await signUp(stack.url, { name: role });
    await admin.data(setRoles, { input: { memberId: person.memberId, roles: ['MEMBER', role] } });
    tokens.set(role, person.accessToken);
  }
  tokens.set('member', (await signUp(stack.url, { name: 'Member' })).accessToken);
  owner = await signUp(stack.url, { name: 'Owner' });
  tokens.set('owner', owner.accessToken);
  groupId = newUuid();
  await owner.data(createGroup, { input: { id: groupId, name: 'Only we', memberIds: [] } });
  const friend = await signUp(stack.url, { name: 'Friend' });
  tokens.set('roommate', friend.accessToken);
  for (const app of apps) {
    const scopes = app === 'app' ? [] : [app.slice('app:'.length)];
    tokens.set(app, (await newApp(stack.url, admin, scopes)).accessToken);
  }
  day = await makeDayOf({ person: owner, admin, friend }, newUuid);
  roomId = await bookRoom(admin);
  recommendationId = await postRecommendation(friend);
  probes = probesOf(api, literals());
});
afterAll(() => stack.close());

const setRoles = `mutation ($input: SetMemberRolesInput!) { setMemberRoles(input: $input) { __typename } }`;

/** A room in which the owner does what nobody else may know of. */
async function bookRoom(admin: Person): Promise<string> {
  const id = newUuid();
  const room = { id, name: 'Baekdu', place: 'Seoul, 12F', capacity: 8, equipment: ['SCREEN'] };
  await admin.data(createMeetingRoom, { input: room });
  const { me } = await owner.read(ownCalendars, '{ me { calendars { id isPersonal } } }');
  const calendarId = me.calendars.find(({ isPersonal }) => isPersonal)?.id;
  const times = { startsAt: day.variables['from'], endsAt: day.variables['until'], timeZone: 'UTC' };
  const event = { id: newUuid(), calendarId, title: privateTexts.event, meetingRoomId: id, ...times };
  await owner.data(createEvent, { input: event });
  return id;
}

const createMeetingRoom = `mutation ($input: CreateMeetingRoomInput!) {
  createMeetingRoom(input: $input) { ... on CreateMeetingRoomPayload { __typename } }
}`;
const ownCalendars = z.object({
  me: z.object({ calendars: z.array(z.object({ id: z.string(), isPersonal: z.boolean() })) }),
});

/** One of the owner's, whose card the other one in the room can see. */
async function postRecommendation(roommate: Person): Promise<string> {
  await buyCredits(stack.url, owner);
  const input = { id: newUuid(), chatRoomId: day.roomId };
  await owner.data(requestRecommendation, { input });
  const references = [{ kind: 'RECOMMENDATION', id: input.id }];
  const shown = { linkedEntities: [{ __typename: 'Recommendation' }] };
  await vi.waitFor(
    async () => expect(await roommate.data(cards, { references })).toMatchObject(shown),
    20_000,
  );
  return input.id;
}

const cards = `query ($references: [EntityReferenceInput!]!) { linkedEntities(references: $references) { __typename } }`;

/** The owner's own things, for every argument that names one. */
function literals(): Record<string, string> {
  const text = (value: string) => JSON.stringify(value);
  const { from = '', until = '', day: on = '' } = day.variables;
  return {
    'Query.calendar(id:)': text(newUuid()),
    'Query.meetingRoom(id:)': text(roomId),
    'Query.calendarEvent(id:)': text(day.eventId),
    'Query.chatRoom(id:)': text(day.roomId),
    'Query.group(id:)': text(groupId),
    'Query.member(id:)': text(owner.memberId),
    'Query.travelPlan(id:)': text(day.planId),
    'Query.travelPlanByLink(token:)': text('guessed'),
    'Query.policy(id:)': text(day.policyId),
    'Query.coveragePeriod(id:)': text(day.periodId),
    'Query.parkingSession(id:)': text(day.sessionId),
    'Query.vehicle(id:)': text(day.vehicleId),
    'Query.searchPolicies(search:)': text(privateTexts.legalName),
    'Query.cities(search:)': text('Seoul'),
    'Query.members(search:)': text('Owner'),
    'Query.eventClashes(draft:)': `{ startsAt: ${text(from)}, endsAt: ${text(until)}, timeZone: "UTC", attendeeIds: [${text(owner.memberId)}] }`,
    'Query.linkedEntities(references:)': `[${[
      ['CALENDAR_EVENT', day.eventId],
      ['TRAVEL_PLAN', day.planId],
      ['RECOMMENDATION', recommendationId],
      ['COVERAGE_PERIOD', day.periodId],
      ['PARKING_SESSION', day.sessionId],
      ['CHAT_ROOM', day.roomId],
    ]
      .map(([kind = '', id = '']) => `{ kind: ${kind}, id: ${text(id)} }`)
      .join(', ')}]`,
    ...{ from: text(from), until: text(until), day: text(on), at: text(until) },
  };
}

/** What each role saw: coordinates by probe, and private texts. */
async function lookAs(observer: Observer) {
  const coordinates = new Set<string>();
  const secrets = new Set<string>();
  for (const probe of probes) {
    const { body } = await askAs(stack.url, tokens.get(observer) ?? null, probe.query);
    const seen = lookThrough(probe, body, Object.values(privateTexts));
    for (const secret of seen.secrets) secrets.add(secret);
    if (isAboutOwner(probe)) for (const coordinate of seen.coordinates) coordinates.add(coordinate);
  }
  return { coordinates, secrets };
}

/** `me` is whoever asks: what they see there is theirs, unless a private text says otherwise. */
const isAboutOwner = ({ path }: Probe): boolean => !/^me\b/.test(path);

describe('what a role sees of what is not theirs', () => {
  it('is probed at every place of the graph', () => {
    expect(probes.length).toBeGreaterThan(100);
  });

  it('is this table, and no private text is known to anybody who may not know it', async () => {
    const seen = new Map<Observer, Awaited<ReturnType<typeof lookAs>>>();
    await Promise.all(observers.map(async (observer) => seen.set(observer, await lookAs(observer))));
    for (const { text, mayKnow } of secrets) {
      const knowing = observers.filter((observer) => seen.get(observer)?.secrets.has(text));
      expect({ text, knowing }).toEqual({ text, knowing: mayKnow });
    }
    const all = [
      ...new Set(observers.flatMap((observer) => [...(seen.get(observer)?.coordinates ?? [])])),
    ].sort();
    const table = all.map((coordinate) => {
      const who = observers.filter((observer) => seen.get(observer)?.coordinates.has(coordinate));
      return `${coordinate.padEnd(44)} ${who.join(' ')}`;
    });
    await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('__snapshots__/rights.txt');
  }, 600_000);
});
