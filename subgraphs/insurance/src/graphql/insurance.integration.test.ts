import { newUuid } from '@moim/kit/ids/uuid.ts';
import { roles } from '@moim/kit/auth/viewer.ts';
import { hostSubgraph } from '@moim/kit/server/host.ts';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Asker } from '../actions/asker.ts';
import { endCover } from '../actions/end-cover.ts';
import { endCoverForMember } from '../actions/end-cover-for-member.ts';
import { startCover } from '../actions/start-cover.ts';
import { insurance } from '../subgraph.ts';
import { asViewer, type Insured, openStage, somebody, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Insured;
const cx = somebody('CX');
const planId = newUuid();
const names = new Map<string, string>();

/** Ids are made up at each run; a snapshot shows which is which. */
const legible = (value: unknown): unknown =>
  JSON.parse(
    [...names].reduce(
      (text, [id, as]) => text.replaceAll(id, as),
      JSON.stringify(value).replace(/MO-2026-\d{6}/g, 'MO-2026-(number)'),
    ),
  );

beforeAll(async () => {
  stage = await openStage();
  minji = await stage.insure();
  names.set(minji.memberId, 'minji').set(minji.policyId, 'policy').set(cx.memberId, 'cx').set(planId, 'trip');
  for (let index = 0; index < 5; index += 1) {
    stage.setNow(index * 100);
    const periodId = await startCover(stage.services, minji, {
      ...{ id: newUuid(), travelPlanId: index === 4 ? planId : null },
    });
    names.set(periodId, `period ${index}`);
    stage.setNow(index * 100 + 60);
    if (index < 4) await endCover(stage.services, minji, { periodId });
    if (index === 0) {
      const justification = { reason: 'Cancelled by phone', ticket: 'CX-1042' };
      await endCoverForMember(stage.services, cx, { periodId, effectiveAt: stage.at(30), ...justification });
    }
  }
});
afterAll(() => stage.close());

const ask = async (query: string, viewer: Asker | null = minji, variables = {}) =>
  legible(await stage.host.execute({ document: parse(query), identity: asViewer(viewer), variables }));

const idOf = (name: string) => [...names].find(([, each]) => each === name)?.[0] ?? '';

describe('the viewer', () => {
  it('sees their policy, their cover now, and what was believed when', async () => {
    expect(
      await ask(`{ me { coverageSeq policy { number holder { id } holderName holderPhone holderLicence
        rate { version wonPerHour }
        periods(first: 2) { pageInfo { hasNextPage } edges { node { id startsAt endsAt statuses premiumWon } } } }
        coverage { id statuses premiumWon travelPlan { id } } } }`),
    ).toMatchInlineSnapshot(`
      {
        "data": {
          "me": {
            "coverage": {
              "id": "period 4",
              "premiumWon": 690,
              "statuses": [
                "ON_RISK",
              ],
              "travelPlan": {
                "id": "trip",
              },
            },
            "coverageSeq": 10,
            "policy": {
              "holder": {
                "id": "minji",
              },
              "holderLicence": "11-20-123456-78",
              "holderName": "김민수",
              "holderPhone": "010-1234-5678",
              "number": "MO-2026-(number)",
              "periods": {
                "edges": [
                  {
                    "node": {
                      "endsAt": null,
                      "id": "period 4",
                      "premiumWon": 690,
                      "startsAt": "2026-11-21T11:40:00.000Z",
                      "statuses": [
                        "ON_RISK",
                      ],
                    },
                  },
                  {
                    "node": {
                      "endsAt": "2026-11-21T11:00:00.000Z",
                      "id": "period 3",
                      "premiumWon": 690,
                      "startsAt": "2026-11-21T10:00:00.000Z",
                      "statuses": [
                        "CANCEL_REQUESTED",
                        "ENDED",
                      ],
                    },
                  },
                ],
                "pageInfo": {
                  "hasNextPage": true,
                },
              },
              "rate": {
                "version": 1,
                "wonPerHour": 690,
              },
            },
          },
        },
      }
    `);
    expect(
      await ask(`{ coveragePeriod(id: "${idOf('period 0')}") { endedBy premiumWon
        history { startsAt endsAt knownFrom knownUntil endedBy premiumWon reason ticket } } }`),
    ).toMatchInlineSnapshot(`
      {
        "data": {
          "coveragePeriod": {
            "endedBy": "CX",
            "history": [
              {
                "endedBy": null,
                "endsAt": null,
                "knownFrom": "2026-11-21T05:00:00.000Z",
                "knownUntil": "2026-11-21T06:00:00.000Z",
                "premiumWon": 690,
                "reason": null,
                "startsAt": "2026-11-21T05:00:00.000Z",
                "ticket": null,
              },
              {
                "endedBy": "MEMBER",
                "endsAt": "2026-11-21T06:00:00.000Z",
                "knownFrom": "2026-11-21T06:00:00.000Z",
                "knownUntil": "2026-11-21T06:00:00.001Z",
                "premiumWon": 690,
                "reason": null,
                "startsAt": "2026-11-21T05:00:00.000Z",
                "ticket": null,
              },
              {
                "endedBy": "CX",
                "endsAt": "2026-11-21T05:30:00.000Z",
                "knownFrom": "2026-11-21T06:00:00.001Z",
                "knownUntil": null,
                "premiumWon": 345,
                "reason": "Cancelled by phone",
                "startsAt": "2026-11-21T05:00:00.000Z",
                "ticket": "CX-1042",
              },
            ],
            "premiumWon": 345,
          },
        },
      }
    `);
  });

  it.each([
    ['covered at 40 as believed at 60', 40, 60, 'period 0'],
    ['not at 40 as believed now', 40, 450, null],
    ['not before anything was known', 40, -1, null],
    ['not at the end: half-open', 160, 450, null],
    ['covered an instant before', 159.999, 450, 'period 1'],
  ])('was %s', async (_, at, knownAt, period) => {
    const variables = { at: stage.at(at).toISOString(), knownAt: stage.at(knownAt).toISOString() };
    const query = `query ($at: DateTime!, $knownAt: DateTime) { me { coverage(at: $at, knownAt: $knownAt) { id } } }`;
    expect(await ask(query, minji, variables)).toEqual({
      data: { me: { coverage: period === null ? null : { id: period } } },
    });
  });

  it('sees who looked, and not from where', async () => {
    const answer = z
      .object({ data: z.object({ me: z.object({ accessLog: z.object({ edges: z.array(z.unknown()) }) }) }) })
      .parse(
        await ask(`{ me { accessLog(first: 1) {
          edges { node { task actorRole actor { id } fields reason ticket origin } } } } }`),
      );
    expect(answer.data.me.accessLog.edges).toEqual([
      {
        node: {
          ...{ task: 'END_COVER', actorRole: 'CX', actor: { id: 'cx' }, fields: ['endsAt'] },
          ...{ reason: 'Cancelled by phone', ticket: 'CX-1042', origin: null },
        },
      },
    ]);
  });

  it('sees the cover of a trip', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on TravelPlan { coverage { id } } } }`;
    const of = [planId, newUuid()].map((id) => ({ __typename: 'TravelPlan', id }));
    expect(await ask(query, minji, { of })).toEqual({
      data: { _entities: [{ coverage: { id: 'period 4' } }, { coverage: null }] },
    });
    expect(await ask(query, somebody(), { of })).toEqual({
      data: { _entities: [{ coverage: null }, { coverage: null }] },
    });
  });
});

describe('who may see what', () => {
  const nothing = { data: { policy: null, coveragePeriod: null } };
  const query = () => `{ policy(id: "${minji.policyId}") { holderName holderPhone holderLicence }
    coveragePeriod(id: "${idOf('period 0')}") { id } }`;

  it.each(roles.filter((role) => role !== 'CX'))('%s sees nothing of another member', async (role) => {
    expect(await ask(query(), somebody(role))).toEqual(nothing);
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Policy { holderName } ... on CoveragePeriod { startsAt } ... on Viewer { policy { id } } } }`;
    const of = [
      { __typename: 'Policy', id: minji.policyId },
      { __typename: 'CoveragePeriod', id: idOf('period 0') },
      { __typename: 'Viewer', id: minji.memberId },
    ];
    expect(await ask(entities, somebody(role), { of })).toEqual({ data: { _entities: [null, null, null] } });
  });

  it('nobody sees anything without logging in', async () => {
    expect(await ask(query(), null)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }, { extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('CX sees it masked, and is written down once an operation and policy', async () => {
    const count = async () =>
      Number(
        (await stage.rows(`select count(*) from insurance.access_entries where task = 'VIEW'`))[0]?.['count'],
      );
    const before = await count();
    expect(await ask(query(), cx)).toEqual({
      data: {
        policy: { holderName: '김*수', holderPhone: '010-****-5678', holderLicence: '11-**-******-**' },
        coveragePeriod: { id: 'period 0' },
      },
    });
    expect(await count()).toBe(before + 1);
    await ask(query(), minji);
    expect(await count()).toBe(before + 1);
  });

  it('CX sees nothing while looks cannot be written down', async () => {
    const broken = { ...stage.services, newId: () => 'no id' };
    const host = hostSubgraph(insurance, broken);
    const answer = await host.execute({ document: parse(query()), identity: asViewer(cx), variables: {} });
    expect(answer).toMatchObject({ data: { policy: null, coveragePeriod: null } });
    expect(answer.errors).toHaveLength(2);
  });

  it.each(roles.filter((role) => role !== 'CX'))('%s can do nothing to another member', async (role) => {
    const asker = somebody(role);
    const input = `effectiveAt: "${stage.at(0).toISOString()}", periodId: "${idOf('period 1')}"`;
    const why = 'reason: "x", ticket: "y"';
    const answer = await ask(
      `mutation {
        end: endCover(input: { periodId: "${idOf('period 4')}" }) { __typename }
        preview: previewEndCover(input: { ${input} }) { __typename }
        cx: endCoverForMember(input: { ${input}, ${why} }) { __typename }
        reveal: revealPersonalData(input: { policyId: "${minji.policyId}", ${why} }) { __typename }
      }`,
      asker,
    );
    const forbidden = { __typename: 'Forbidden' };
    expect(answer).toEqual({
      data: { end: { __typename: 'NotFound' }, preview: forbidden, cx: forbidden, reveal: forbidden },
    });
  });
});

describe('batches', () => {
  it('read a page of periods with everything about each in one statement a field', async () => {
    stage.statements();
    await ask(`{ me { policy { holderName periods { edges { node { id premiumWon statuses
      policy { id holderPhone } history { endsAt } } } } } } }`);
    expect(stage.statements().sort()).toEqual([
      ...['insurance.findHistories', 'insurance.findPeriodsOfPolicies', 'insurance.findPolicies'],
      ...['insurance.findPoliciesOfHolders', 'insurance.findSealed'],
    ]);
  });

  it('resolve references of another subgraph in one statement', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on CoveragePeriod { id } } }`;
    const of = [4, 0, 2].map((index) => ({ __typename: 'CoveragePeriod', id: idOf(`period ${index}`) }));
    stage.statements();
    expect(await ask(query, minji, { of })).toEqual({
      data: { _entities: [{ id: 'period 4' }, { id: 'period 0' }, { id: 'period 2' }] },
    });
    expect(stage.statements()).toEqual(['insurance.findPeriods']);
  });

  it('page through periods and the access log without a gap', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    const page = z.object({
      data: z.object({
        me: z.object({
          policy: z.object({
            periods: z.object({
              edges: z.array(z.object({ node: z.object({ id: z.string() }) })),
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            }),
          }),
        }),
      }),
    });
    do {
      const query = `query ($after: String) { me { policy { periods(first: 2, after: $after) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
      const answer: z.output<typeof page> = page.parse(await ask(query, minji, { after }));
      const { periods } = answer.data.me.policy;
      seen.push(...periods.edges.map(({ node }) => node.id));
      after = periods.pageInfo.hasNextPage ? periods.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['period 4', 'period 3', 'period 2', 'period 1', 'period 0']);
  });
});

describe('input that is wrong', () => {
  it.each([
    [
      'input.legalName',
      `openPolicy(input: { id: "${newUuid()}", legalName: "x", phone: "010-1234-5678", licenceNumber: "112012345678" })`,
    ],
    [
      'input.phone',
      `openPolicy(input: { id: "${newUuid()}", legalName: "김민수", phone: "1", licenceNumber: "112012345678" })`,
    ],
    ['input.licenceNumber', 'updatePersonalData(input: { licenceNumber: "12" })'],
    ['input.id', 'startCover(input: { id: "one" })'],
    ['input.travelPlanId', `startCover(input: { id: "${newUuid()}", travelPlanId: "busan" })`],
  ])('names %s', async (field, call) => {
    const answer = await ask(`mutation { result: ${call} { ... on InvalidInput { code field } } }`);
    expect(answer).toEqual({ data: { result: { code: 'BAD_USER_INPUT', field } } });
  });

  it('is told as a conflict when cover runs already', async () => {
    const call = `mutation { startCover(input: { id: "${newUuid()}" }) { __typename } }`;
    expect(await ask(call)).toEqual({ data: { startCover: { __typename: 'Conflict' } } });
  });
});

describe('coverageChanged', () => {
  it('tells what was missed after the cursor, then what comes', async () => {
    const member = await stage.insure();
    const periodId = await startCover(stage.services, member, { id: newUuid() });
    const document = parse('subscription { coverageChanged(afterSeq: 0) { seq period { id endedBy } } }');
    const stream = await stage.host.subscribe({ document, identity: asViewer(member), variables: {} });
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    expect((await stream.next()).value).toEqual({
      data: { coverageChanged: { seq: 1, period: { id: periodId, endedBy: null } } },
    });
    const next = stream.next();
    await endCover(stage.services, member, { periodId });
    expect((await next).value).toEqual({
      data: { coverageChanged: { seq: 2, period: { id: periodId, endedBy: 'MEMBER' } } },
    });
    await stream.return();
  });

  it('refuses a cursor from the future', async () => {
    const document = parse('subscription { coverageChanged(afterSeq: 99) { seq } }');
    const answer = await stage.host.subscribe({ document, identity: asViewer(somebody()), variables: {} });
    expect(answer).toMatchObject({ errors: [{ extensions: { field: 'afterSeq' } }] });
  });
});
