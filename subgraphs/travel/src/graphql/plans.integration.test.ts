import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { eventMoved } from '@moim/schema/contracts/calendar.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPlan } from '../actions/create-plan.ts';
import { deletePlan } from '../actions/delete-plan.ts';
import { editPlan } from '../actions/edit-plan.ts';
import { followMember, unfollowMember } from '../actions/follow-member.ts';
import { likePlan, unlikePlan } from '../actions/like-plan.ts';
import { sharePlan } from '../actions/share-plan.ts';
import type { PlanAudience } from '../domain/audience.ts';
import type { CreatePlanInput } from '../domain/plan.ts';
import { Stage } from '../testing/stage.ts';

const busan = '1838524';
let stage: Stage;
let minji: Viewer;
let joon: Viewer;
let stranger: Viewer;

beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  stage.setNow('2026-11-21T09:00:00.000Z');
  [minji, joon, stranger] = [await stage.join(), await stage.join(), await stage.join()];
  await stage.events();
});

const input = (more: Partial<CreatePlanInput> = {}): CreatePlanInput => ({
  ...{ id: newUuid(), title: 'Busan site visit', cityId: busan, travelOn: '2026-11-25', groupSize: 3 },
  ...{ companionIds: [], ...more },
});
const plan = (viewer: Viewer, more: Partial<CreatePlanInput> = {}) =>
  createPlan(stage.services, viewer, input(more));
const share = (viewer: Viewer, id: string, audience: PlanAudience) =>
  sharePlan(stage.services, viewer, { id, audience });

describe('a plan', () => {
  it('is answered whole to its author', async () => {
    const id = await plan(minji, {
      ...{
        budgetMinor: 300_000,
        currency: 'KRW',
        details: 'Bring the meter.',
        companionIds: [joon.memberId],
      },
      untilOn: '2026-11-26',
    });
    const answer = await stage.execute(
      `query ($id: ID!) { travelPlan(id: $id) {
        title travelOn untilOn groupSize budgetMinor currency details audience linkPath likeCount viewerLikes
        viewerCanEdit publishedAt version calendarEvent { id } chatRoom { id }
        city { id name english: name(locale: EN) countryCode population timeZone }
      } }`,
      minji,
      { id },
    );
    expect(answer).toMatchInlineSnapshot(`
      {
        "data": {
          "travelPlan": {
            "audience": "PRIVATE",
            "budgetMinor": 300000,
            "calendarEvent": null,
            "chatRoom": null,
            "city": {
              "countryCode": "KR",
              "english": "Busan",
              "id": "1838524",
              "name": "부산",
              "population": 3678555,
              "timeZone": "Asia/Seoul",
            },
            "currency": "KRW",
            "details": "Bring the meter.",
            "groupSize": 3,
            "likeCount": 0,
            "linkPath": null,
            "publishedAt": null,
            "title": "Busan site visit",
            "travelOn": "2026-11-25",
            "untilOn": "2026-11-26",
            "version": 1,
            "viewerCanEdit": true,
            "viewerLikes": false,
          },
        },
      }
    `);
    expect(await stage.events()).toMatchObject([
      { name: 'travel.plan-changed.v1', aggregateId: id, aggregateSeq: 1, payload: { change: 'CREATED' } },
    ]);
  });

  it('is the same plan when the request is repeated, and a conflict when the id is for another', async () => {
    const request = input();
    const ids = await Promise.all([1, 2, 3].map(() => createPlan(stage.services, minji, request)));
    expect(new Set(ids)).toEqual(new Set([request.id]));
    expect(await stage.events()).toHaveLength(1);
    await expect(createPlan(stage.services, minji, { ...request, title: 'Other' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(createPlan(stage.services, joon, request)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each<[string, Partial<CreatePlanInput>]>([
    ['input.travelOn', { travelOn: '2026-11-20' }],
    ['input.untilOn', { untilOn: '2026-11-24' }],
    ['input.groupSize', { groupSize: 0 }],
    ['input.groupSize', { groupSize: 501 }],
    ['input.currency', { budgetMinor: 1, currency: 'XXZ' }],
    ['input.currency', { budgetMinor: 1 }],
    ['input.budgetMinor', { currency: 'KRW' }],
    ['input.budgetMinor', { budgetMinor: -1, currency: 'KRW' }],
    ['input.title', { title: '  ' }],
    ['input.cityId', { cityId: '7' }],
    ['input.cityId', { cityId: 'Busan' }],
    ['input.companionIds', { companionIds: [newUuid()] }],
    ['input.id', { id: '7' }],
  ])('is refused for %s: %o, and nothing is written', async (field, more) => {
    await expect(plan(minji, more)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(await stage.events()).toEqual([]);
  });

  it('begins today or later by the calendar of its city', async () => {
    stage.setNow('2026-11-20T16:00:00.000Z'); // already the 21st in Korea, still the 20th in New York
    const newYork = '5128581';
    await expect(plan(minji, { travelOn: '2026-11-20' })).rejects.toMatchObject({ field: 'input.travelOn' });
    await expect(plan(minji, { travelOn: '2026-11-20', cityId: newYork })).resolves.toBeTypeOf('string');
  });

  it('is edited by its author alone, on the version that they saw', async () => {
    const id = await plan(minji, { companionIds: [joon.memberId], untilOn: '2026-11-27' });
    await editPlan(stage.services, minji, { id, expectedVersion: 1, travelOn: '2026-12-01' });
    const [row] = await stage.rows(
      'select travel_on::text, until_on::text, version from travel.plans where id = $1',
      [id],
    );
    expect(row).toEqual({ travel_on: '2026-12-01', until_on: '2026-12-03', version: 2 });
    const edit = (viewer: Viewer) =>
      editPlan(stage.services, viewer, { id, expectedVersion: 1, title: 'No' });
    await expect(edit(minji)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(edit(joon)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(edit(stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is gone for everybody once deleted, and its id stays taken', async () => {
    const request = input({ companionIds: [joon.memberId] });
    const id = await createPlan(stage.services, minji, request);
    await likePlan(stage.services, joon, { planId: id });
    await deletePlan(stage.services, minji, { id });
    for (const viewer of [minji, joon])
      expect(await stage.execute(`{ travelPlan(id: "${id}") { id } }`, viewer)).toEqual({
        data: { travelPlan: null },
      });
    await expect(createPlan(stage.services, minji, request)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await stage.events()).map(({ payload }) => payload)).toMatchObject([
      { change: 'CREATED' },
      { change: 'DELETED' },
    ]);
  });

  it('moves with its event by whole days of the event’s zone, once', async () => {
    const calendarEventId = newUuid();
    const id = await plan(minji, { calendarEventId, untilOn: '2026-11-26' });
    const other = await plan(stranger, { calendarEventId });
    await stage.events();
    const moved = (startsAt: string, more: object = {}) => ({
      ...{ eventId: calendarEventId, calendarId: newUuid(), actorId: minji.memberId },
      ...{ organizerId: minji.memberId, participantIds: [minji.memberId, joon.memberId] },
      ...{ endsAt: startsAt, timeZone: 'Asia/Seoul', isAllDay: false, isRecurring: false },
      ...{ chatRoomId: null, meetingRoomId: null, previousEndsAt: '2026-11-25T06:00:00.000Z' },
      ...{ startsAt, previousStartsAt: '2026-11-25T06:00:00.000Z', occurrenceStartsAt: null, ...more },
    });
    const tell = (payload: ReturnType<typeof moved>) =>
      stage.tell('calendar', eventMoved, calendarEventId, eventMoved.payload.parse(payload));
    await tell(moved('2026-11-25T07:00:00.000Z')); // an hour later: the same day
    await tell(moved('2026-11-29T06:00:00.000Z', { occurrenceStartsAt: '2026-11-25T06:00:00.000Z' }));
    expect(await stage.events()).toEqual([]);
    await tell(moved('2026-11-26T15:30:00.000Z')); // half past midnight on the 27th in Korea
    const days = await stage.rows(
      'select id, travel_on::text, until_on::text from travel.plans where calendar_event_id = $1 order by travel_on',
      [calendarEventId],
    );
    expect(days).toEqual([
      { id: other, travel_on: '2026-11-25', until_on: '2026-11-25' }, // not among the participants
      { id, travel_on: '2026-11-27', until_on: '2026-11-28' },
    ]);
    const movedWith = { eventId: calendarEventId, participantIds: [minji.memberId, joon.memberId] };
    expect(await stage.events()).toMatchObject([
      { payload: { change: 'MOVED', travelOn: '2026-11-27', movedWith } },
    ]);
  });
});

describe('who may see a plan', () => {
  it.each<[PlanAudience, { follower: boolean; stranger: boolean }]>([
    ['PRIVATE', { follower: false, stranger: false }],
    ['FOLLOWERS', { follower: true, stranger: false }],
    ['LINK', { follower: false, stranger: false }],
    ['PUBLIC', { follower: true, stranger: true }],
  ])('%s', async (audience, expected) => {
    const follower = await stage.join();
    await followMember(stage.services, follower, { memberId: minji.memberId });
    const id = await plan(minji, { companionIds: [joon.memberId] });
    await share(minji, id, audience);
    const sees = async (viewer: Viewer) =>
      JSON.stringify(
        await stage.execute(
          `query ($id: ID!) { travelPlan(id: $id) { id } _entities(representations: [{ __typename: "TravelPlan", id: "${id}" }]) { ... on TravelPlan { id } } }`,
          viewer,
          { id },
        ),
      ).split(id).length - 1;
    expect(await sees(minji)).toBe(2);
    expect(await sees(joon)).toBe(2);
    expect(await sees(follower)).toBe(expected.follower ? 2 : 0);
    expect(await sees(stranger)).toBe(expected.stranger ? 2 : 0);
  });

  it('has a link that ends with the audience, and that only the author is told', async () => {
    const id = await plan(minji);
    await share(minji, id, 'LINK');
    const pathFor = async (viewer: Viewer) =>
      stage.execute(`{ travelPlan(id: "${id}") { linkPath } }`, viewer);
    const path = JSON.stringify(await pathFor(minji));
    const token = /\/travel\/link\/([\w-]{22})"/.exec(path)?.[1] ?? '';
    const byLink = () => stage.execute(`{ travelPlanByLink(token: "${token}") { id linkPath } }`, stranger);
    expect(await byLink()).toEqual({ data: { travelPlanByLink: { id, linkPath: null } } });
    await share(minji, id, 'PRIVATE');
    expect(await byLink()).toEqual({ data: { travelPlanByLink: null } });
  });
});

describe('counters', () => {
  it('equal the rows after any run of likes and follows, at once', async () => {
    const people = [minji, joon, stranger];
    const id = await plan(minji);
    await share(minji, id, 'PUBLIC');
    const step = fc.record({
      who: fc.nat(2),
      whom: fc.nat(2),
      op: fc.constantFrom('like', 'unlike', 'follow', 'unfollow'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await Promise.all(
          steps.map(async ({ who, whom, op }) => {
            const viewer = people[who] ?? minji;
            const memberId = (people[whom] ?? minji).memberId;
            if (op === 'like') await likePlan(stage.services, viewer, { planId: id });
            else if (op === 'unlike') await unlikePlan(stage.services, viewer, { planId: id });
            else if (memberId === viewer.memberId) return;
            else if (op === 'follow') await followMember(stage.services, viewer, { memberId });
            else await unfollowMember(stage.services, viewer, { memberId });
          }),
        );
        expect(await drift()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('equal the rows when somebody withdraws, whose plans leave the feeds', async () => {
    const id = await plan(minji);
    const liked = await plan(joon);
    await share(minji, id, 'PUBLIC');
    await share(joon, liked, 'PUBLIC');
    await likePlan(stage.services, minji, { planId: liked });
    await followMember(stage.services, minji, { memberId: joon.memberId });
    await followMember(stage.services, joon, { memberId: minji.memberId });
    await stage.withdraw(minji.memberId);
    expect(await drift()).toEqual([]);
    expect(await stage.execute(`{ travelPlan(id: "${id}") { id } }`, joon)).toEqual({
      data: { travelPlan: null },
    });
    expect(await stage.execute(`{ travelPlan(id: "${liked}") { likeCount } }`, joon)).toEqual({
      data: { travelPlan: { likeCount: 0 } },
    });
    await expect(followMember(stage.services, joon, { memberId: minji.memberId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('refuse following oneself and nobody', async () => {
    const follow = (memberId: string) => followMember(stage.services, minji, { memberId });
    await expect(follow(minji.memberId)).rejects.toMatchObject({ field: 'input.memberId' });
    await expect(follow(newUuid())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  const drift = () =>
    stage.rows(`
      select 'plan' as of from travel.plans as plan
      where like_count <> (select count(*) from travel.likes where plan_id = plan.id)
      union all select 'member' from travel.members as member
      where follower_count <> (select count(*) from travel.follows where followed_id = member_id)
        or following_count <> (select count(*) from travel.follows where follower_id = member_id)`);
});

describe('lists', () => {
  const walk = async (viewer: Viewer, field: string, isOwn: boolean) => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const list = `${field}(first: 2, after: $after) { edges { node { title } } pageInfo { endCursor hasNextPage } }`;
      const answer = await stage.execute(
        `query ($after: String) { ${isOwn ? `me { ${list} }` : list} }`,
        viewer,
        { after },
      );
      const text = JSON.stringify(answer);
      ids.push(...[...text.matchAll(/"title":"([^"]+)"/g)].map(([, title = '']) => title));
      after = /"endCursor":"([^"]+)","hasNextPage":true/.exec(text)?.[1] ?? null;
    } while (after !== null);
    return ids;
  };

  it('show own trips: the coming ones first, then the past ones from the last', async () => {
    const { memberId } = minji;
    for (const day of ['24', '22', '30']) await plan(minji, { title: day, travelOn: `2026-11-${day}` });
    await plan(joon, { title: 'with', travelOn: '2026-11-26', companionIds: [memberId] });
    await plan(joon, { title: 'without', travelOn: '2026-11-26' });
    stage.setNow('2026-11-24T16:00:00.000Z'); // one in the morning of the 25th in Korea
    expect(await walk(minji, 'travelPlans', true)).toEqual(['with', '30', '24', '22']);
    const today = await stage.execute('{ me { travelPlansOn(day: "2026-11-26") { title } } }', minji);
    expect(today).toEqual({ data: { me: { travelPlansOn: [{ title: 'with' }] } } });
  });

  it('show what is shared, liked and followed, each once and newest first', async () => {
    await followMember(stage.services, joon, { memberId: minji.memberId });
    for (const [minute, audience] of (
      ['PUBLIC', 'FOLLOWERS', 'LINK', 'PUBLIC', 'PRIVATE'] as const
    ).entries()) {
      const id = await plan(minji, { title: `${minute} ${audience}` });
      stage.setNow(`2026-11-21T10:0${minute}:00.000Z`);
      await share(minji, id, audience);
      if (audience === 'PUBLIC') await likePlan(stage.services, joon, { planId: id });
    }
    const shared = ['3 PUBLIC', '1 FOLLOWERS', '0 PUBLIC'];
    expect(await walk(joon, 'followingPlans', true)).toEqual(shared);
    expect(await walk(joon, 'likedPlans', true)).toEqual(['3 PUBLIC', '0 PUBLIC']);
    expect((await walk(stranger, 'publicPlans', false)).slice(0, 2)).toEqual(['3 PUBLIC', '0 PUBLIC']);
    const sharedWith = async (viewer: Viewer) =>
      JSON.stringify(
        await stage.execute(
          `{ _entities(representations: [{ __typename: "Member", id: "${minji.memberId}" }]) { ... on Member {
            followerCount followingCount viewerFollows sharedPlans { edges { node { title } } } } } }`,
          viewer,
        ),
      );
    expect(await sharedWith(joon)).toContain('"followerCount":1,"followingCount":0,"viewerFollows":true');
    expect([...(await sharedWith(joon)).matchAll(/\d [A-Z]+/g)].flat()).toEqual(shared);
    expect([...(await sharedWith(stranger)).matchAll(/\d [A-Z]+/g)].flat()).toEqual(['3 PUBLIC', '0 PUBLIC']);
  });

  it('cost one statement a field, whatever their length', async () => {
    for (let n = 0; n < 5; n += 1) {
      const id = await plan(minji, { companionIds: [joon.memberId] });
      await share(minji, id, 'PUBLIC');
    }
    stage.statements();
    await stage.execute(
      `{ publicPlans(first: 5) { edges { node { id viewerLikes companions { id followerCount viewerFollows }
        author { id followerCount sharedPlans(first: 2) { edges { node { id } } } } } } } }`,
      joon,
    );
    expect(stage.statements().sort()).toEqual([
      ...[
        'travel.findCompanions',
        'travel.findFollowCounts',
        'travel.findFollowCounts',
        'travel.findFollowed',
      ],
      ...['travel.findLikedPlanIds', 'travel.findPublicPlans', 'travel.findSharedPlans'],
    ]);
  });

  it('refuse a cursor of another list', async () => {
    expect(
      await stage.execute('{ me { travelPlans(after: "azox") { edges { cursor } } } }', minji),
    ).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'after' } }],
    });
  });
});

describe('followers', () => {
  it('are told of a plan once, 200 an event', async () => {
    const followerIds = (
      await stage.rows<{ id: string }>(`
      with joined as (insert into travel.members (member_id) select gen_random_uuid() from generate_series(1, 401)
        returning member_id)
      select member_id as id from joined`)
    ).map(({ id }) => id);
    await stage.rows(`insert into travel.follows select unnest($1::uuid[]), $2, now()`, [
      followerIds,
      minji.memberId,
    ]);
    const id = await plan(minji);
    await stage.events();
    await share(minji, id, 'FOLLOWERS');
    await share(minji, id, 'PRIVATE');
    await share(minji, id, 'PUBLIC');
    await stage.doJobs();
    const told = (await stage.events()).flatMap(
      ({ payload }) => JSON.stringify(payload).match(/[0-9a-f-]{36}/g) ?? [],
    );
    expect(
      followerIds.filter((follower) => told.filter((each) => each === follower).length === 1),
    ).toHaveLength(401);
  });
});
