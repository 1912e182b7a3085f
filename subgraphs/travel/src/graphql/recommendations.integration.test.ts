import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { asViewer } from '@moim/kit/testing/test-identities.ts';
import {
  creditHoldCharged,
  creditHoldDeclined,
  creditHoldPlaced,
  creditHoldReleased,
} from '@moim/schema/contracts/identity.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPlan } from '../actions/create-plan.ts';
import { requestRecommendation } from '../actions/request-recommendation.ts';
import { Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close());
beforeEach(async () => {
  stage.setNow('2026-11-21T09:00:00.000Z');
  minji = await stage.join();
  await stage.events();
});

const request = (id = newUuid(), viewer = minji) =>
  requestRecommendation(stage.services, viewer, { id, kind: 'A' });
const about = (holdId: string) => ({ holdId, memberId: minji.memberId, amountCredits: 100 });
const place = (id: string) => stage.tell('identity', creditHoldPlaced, id, about(id));
const charge = (id: string) => stage.tell('identity', creditHoldCharged, id, about(id));
const release = (id: string, reason: 'REQUESTED' | 'EXPIRED' | 'MEMBER_WITHDRAWN') =>
  stage.tell('identity', creditHoldReleased, id, { ...about(id), reason });
const decline = (id: string) =>
  stage.tell('identity', creditHoldDeclined, id, { ...about(id), reason: 'CREDITS_TOO_FEW' });
const names = async () =>
  (await stage.events()).map(({ name, aggregateSeq }) => `${aggregateSeq} ${name.slice(7, -3)}`);
const answerOf = (id: string) =>
  stage.execute(
    `{ _entities(representations: [{ __typename: "Recommendation", id: "${id}" }]) { ... on Recommendation {
      state reason plan { title travelOn untilOn groupSize audience viewerCanEdit city { name } }
      reasons { code value } basedOn { title } } } }`,
    minji,
  );

/** Everything that the member can see of trips. */
const trips = () => stage.execute('{ me { travelPlans { edges { node { title } } } } }', minji);
const steps = async (id: string, after = '') => {
  const opened = await stage.host.subscribe({
    document: parse(
      `subscription { recommendationProgress(recommendationId: "${id}"${after}) { seq state } }`,
    ),
    identity: asViewer(minji),
  });
  if (!(Symbol.asyncIterator in opened)) return opened.errors?.map(({ extensions }) => extensions['code']);
  const seen: unknown[] = [];
  for await (const { data } of opened) seen.push(data?.['recommendationProgress']);
  return seen.map((each) => JSON.stringify(each));
};

describe('a recommendation', () => {
  it('is generated once the credits are held, and shown once they are charged', async () => {
    for (const [title, cityId] of [
      ['Busan', '1838524'],
      ['Gyeongju', '1841603'],
    ] as const)
      await createPlan(stage.services, minji, {
        ...{ id: newUuid(), title, cityId, travelOn: '2026-12-05', untilOn: '2026-12-06', groupSize: 2 },
        companionIds: [],
      });
    await stage.events();
    const before = await trips();
    const id = '01890000-0000-7000-8000-000000000001';
    await request(id);
    expect(await names()).toEqual(['1 recommendation-requested']);
    await stage.doJobs();
    expect(await names()).toEqual([]);
    await place(id);
    await stage.doJobs();
    expect(await names()).toEqual(['2 recommendation-generated']);
    expect(await trips()).toEqual(before);
    expect(await answerOf(id)).toMatchObject({
      data: { _entities: [{ state: 'GENERATING', plan: null, reasons: [], basedOn: [] }] },
    });
    await charge(id);
    expect(await names()).toEqual(['1 plan-changed', '3 recommendation-created']);
    expect(await answerOf(id)).toMatchInlineSnapshot(`
      {
        "data": {
          "_entities": [
            {
              "basedOn": [
                {
                  "title": "Gyeongju",
                },
                {
                  "title": "Busan",
                },
              ],
              "plan": {
                "audience": "PRIVATE",
                "city": {
                  "name": "김천",
                },
                "groupSize": 2,
                "title": "김천",
                "travelOn": "2026-12-05",
                "untilOn": "2026-12-06",
                "viewerCanEdit": true,
              },
              "reason": null,
              "reasons": [
                {
                  "code": "DAYLIGHT",
                  "value": 9.8,
                },
                {
                  "code": "SIMILAR_SIZE",
                  "value": 150000,
                },
                {
                  "code": "SIMILAR_LATITUDE",
                  "value": 0.3,
                },
                {
                  "code": "NEAR_BY",
                  "value": 103,
                },
                {
                  "code": "NEW_PLACE",
                  "value": null,
                },
              ],
              "state": "CREATED",
            },
          ],
        },
      }
    `);
    expect(await steps(id)).toEqual([
      '{"seq":1,"state":"REQUESTED"}',
      '{"seq":2,"state":"GENERATING"}',
      '{"seq":3,"state":"CREATED"}',
    ]);
    expect(await steps(id, ', afterSeq: 2')).toEqual(['{"seq":3,"state":"CREATED"}']);
    expect(await steps(id, ', afterSeq: 3')).toEqual([]);
    expect(await steps(id, ', afterSeq: 4')).toEqual(['BAD_USER_INPUT']);
  });

  it('is the same when made again, and another one under another id', async () => {
    const suggestionOf = async (id: string) => {
      await request(id);
      await place(id);
      await stage.doJobs();
      const [row] = await stage.rows('select suggestion from travel.recommendations where id = $1', [id]);
      return row?.['suggestion'];
    };
    const id = newUuid();
    const first = await suggestionOf(id);
    await stage.rows('delete from travel.recommendation_steps where recommendation_id = $1', [id]);
    await stage.rows('delete from travel.recommendations where id = $1', [id]);
    expect(await suggestionOf(id)).toEqual(first);
    const others = [await suggestionOf(newUuid()), await suggestionOf(newUuid())];
    for (const other of others) expect(other).not.toMatchObject({ city: cityOf(first) });
  });

  it('is declined when the credits are too few: nothing is generated', async () => {
    const id = await request();
    await decline(id);
    await stage.doJobs();
    expect(await names()).toEqual(['1 recommendation-requested', '2 recommendation-refunded']);
    expect(await answerOf(id)).toMatchObject({
      data: { _entities: [{ state: 'DECLINED', reason: 'CREDITS_TOO_FEW', plan: null }] },
    });
  });

  it('is given up at its deadline when nothing was handed in, whatever is answered later', async () => {
    const [silent, held] = [await request(), await request()];
    await place(held);
    stage.setNow('2026-11-21T09:02:00.000Z');
    await stage.doJobs(); // both the work and the deadline are due
    expect((await names()).slice(2)).toEqual([
      '2 recommendation-failed',
      '3 recommendation-refunded',
      '2 recommendation-failed',
      '3 recommendation-refunded',
    ]);
    await place(silent);
    await release(silent, 'EXPIRED');
    await release(held, 'REQUESTED');
    await stage.doJobs();
    expect(await names()).toEqual([]);
    for (const id of [silent, held])
      expect(await answerOf(id)).toMatchObject({
        data: { _entities: [{ state: 'REFUNDED', reason: 'EXPIRED', plan: null }] },
      });
  });

  it('waits for identity once it was handed in, and is not shown when the credits went back', async () => {
    const id = await request();
    await place(id);
    await stage.doJobs();
    await names();
    stage.setNow('2026-11-21T09:05:00.000Z');
    await stage.doJobs();
    expect(await names()).toEqual([]);
    await release(id, 'EXPIRED');
    expect(await names()).toEqual(['3 recommendation-refunded']);
    expect(await answerOf(id)).toMatchObject({
      data: { _entities: [{ state: 'REFUNDED', plan: null, reasons: [], basedOn: [] }] },
    });
  });

  it('ends when its member withdraws', async () => {
    const id = await request();
    await place(id);
    await stage.withdraw(minji.memberId);
    await stage.doJobs();
    expect((await names()).slice(1)).toEqual(['2 recommendation-failed', '3 recommendation-refunded']);
  });

  it('is one for one request, however often it is sent; another request needs another id', async () => {
    const id = newUuid();
    await Promise.all([request(id), request(id), request(id)]);
    expect(await names()).toEqual(['1 recommendation-requested']);
    const joon = await stage.join();
    await expect(request(id, joon)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await steps(newUuid())).toEqual(['NOT_FOUND']);
  });
});

const cityOf = (suggestion: unknown) => z.looseObject({ city: z.looseObject({}) }).parse(suggestion).city;
