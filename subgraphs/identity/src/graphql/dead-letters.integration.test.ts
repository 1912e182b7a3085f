import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { DeadLetterDesk } from '@moim/kit/dead-letters/desk.ts';
import { EqualJobError } from '@moim/kit/dead-letters/equal-job-error.ts';
import { httpDesk } from '@moim/kit/dead-letters/http-desk.ts';
import { localDesk } from '@moim/kit/dead-letters/local-desk.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { type House, openHouse } from '../testing/house.ts';

const desks = new Map<string, DeadLetterDesk>();
let house: House;
let travel: TestDatabase;
let operator: Viewer;
let admin: Viewer;

beforeAll(async () => {
  house = await openHouse({ desks });
  travel = await createTestDatabase({ subgraph: 'travel' });
  desks.set('identity', localDesk('identity', house.services));
  desks.set('travel', localDesk('travel', { ...house.services, db: travel.database }));
  // Nobody listens there.
  desks.set('insurance', httpDesk({ url: 'http://127.0.0.1:9', headers: async () => ({}) }));
  admin = await house.join('admin');
  operator = await house.withRoles(admin, await house.join('operator'), 'OPERATOR');
});
afterAll(async () => {
  await house.close();
  await travel.close();
});

const list = `query ($state: DeadLetterState! = DEAD, $subgraph: String, $first: Int! = 20, $after: String) {
  deadLetters(state: $state, subgraph: $subgraph, first: $first, after: $after) {
    edges { node { id subgraph group parkedCount error actions { kind reason actor { name } } } cursor }
    pageInfo { hasNextPage endCursor }
  }
}`;
const reprocess = `mutation ($ids: [ID!]!) { reprocessDeadLetters(input: { ids: $ids }) {
  __typename ... on ReprocessDeadLettersPayload { reprocessedIds } ... on UserError { code } } }`;
const discard = `mutation ($id: ID!, $reason: String!) { discardDeadLetter(input: { id: $id, reason: $reason }) {
  __typename ... on DiscardDeadLetterPayload { discardedId } ... on UserError { code } } }`;

/** A dead letter of `subgraph`, first seen so many seconds after the epoch. */
async function put(subgraph: 'identity' | 'travel', second: number): Promise<string> {
  const eventId = newUuid();
  const { db } = subgraph === 'identity' ? house.services : { db: travel.database };
  await db.write.named('identity.test').execute(`
    insert into ${subgraph}.dead_letters (consumer_group, source, pos, event_id, name, aggregate_type, aggregate_id,
      aggregate_seq, shard, payload, occurred_at, status, attempts, error, first_seen_at, last_seen_at)
    values ('credit-holds', 'travel', ${second}, '${eventId}', 'travel.x.v1', 'x', 'a', ${second}, 0,
      '{"phone": "010"}', now(), 'dead', 8, 'Error: no', to_timestamp(${second}), now())`);
  return `${subgraph}/credit-holds/${eventId}`;
}

async function idsOf(variables: object = {}) {
  const { data } = await house.execute(list, operator, variables);
  return JSON.stringify(data).match(/(?<="id":")[^"]+/g) ?? [];
}

describe('dead letters', () => {
  const ids: string[] = [];
  beforeAll(async () => {
    // Two at one instant, so that a page may end between them.
    for (const [subgraph, second] of [
      ['travel', 5],
      ['travel', 4],
      ['identity', 4],
      ['identity', 3],
    ] as const)
      ids.push(await put(subgraph, second));
  });

  it('are one list over all subgraphs that answer, page by page', async () => {
    expect(await idsOf()).toEqual(ids);
    const seen: string[] = [];
    for (let after: string | null = null; seen.length < 10;) {
      const variables: object = { first: 1, after };
      const { data } = await house.execute(list, operator, variables);
      seen.push(...(JSON.stringify(data).match(/(?<="id":")[^"]+/g) ?? []));
      after = /"endCursor":"([^"]+)"/.exec(JSON.stringify(data))?.[1] ?? null;
      if (!/"hasNextPage":true/.test(JSON.stringify(data))) break;
    }
    expect(seen).toEqual(ids);
    expect(await idsOf({ subgraph: 'identity' })).toEqual(ids.slice(2));
  });

  it('are counted by subgraph, of which one may be away', async () => {
    const query = '{ deadLetterQueues { subgraph isAvailable deadCount reprocessedCount } }';
    expect((await house.execute(query, operator)).data).toEqual({
      deadLetterQueues: [
        { subgraph: 'identity', isAvailable: true, deadCount: 2, reprocessedCount: 0 },
        { subgraph: 'insurance', isAvailable: false, deadCount: null, reprocessedCount: null },
        { subgraph: 'travel', isAvailable: true, deadCount: 2, reprocessedCount: 0 },
      ],
    });
  });

  it.each([
    ['nobody', () => null, 'UNAUTHENTICATED'],
    ['an admin', () => admin, 'FORBIDDEN'],
  ])('are nothing for %s', async (_, viewer, code) => {
    for (const query of [list, '{ deadLetterQueues { subgraph } }'])
      expect((await house.execute(query, viewer())).errors?.[0]?.extensions['code']).toBe(code);
    const [id = ''] = ids;
    for (const answer of [
      await house.execute(reprocess, viewer(), { ids: [id] }),
      await house.execute(discard, viewer(), { id, reason: 'no' }),
    ])
      expect(JSON.stringify(answer)).toContain(code);
    expect(await idsOf()).toEqual(ids);
  });

  it('are given another round in each subgraph, and given up for a reason', async () => {
    const [first = '', second = '', third = ''] = ids;
    const wanted = [first, third, `insurance/x/${newUuid()}`, 'nonsense'];
    const { data } = await house.execute(reprocess, operator, { ids: wanted });
    expect(data).toEqual({
      reprocessDeadLetters: { __typename: 'ReprocessDeadLettersPayload', reprocessedIds: [first, third] },
    });
    expect(await idsOf({ state: 'RETRYING' })).toEqual([first, third]);
    expect(
      (await house.execute(discard, operator, { id: second, reason: ' sent twice ' })).data,
    ).toMatchObject({
      discardDeadLetter: { discardedId: second },
    });
    const discarded = await house.execute(list, operator, { state: 'DISCARDED' });
    expect(discarded.data).toMatchObject({
      deadLetters: {
        edges: [
          {
            node: {
              id: second,
              actions: [{ kind: 'DISCARD', reason: 'sent twice', actor: { name: 'operator' } }],
            },
          },
        ],
      },
    });
  });

  it('say so when nothing is tried again because equal jobs wait', async () => {
    const [known = ''] = await idsOf();
    const desk = desks.get('travel');
    desks.set('messaging', {
      ...(desk ?? localDesk('messaging', house.services)),
      reprocess: () => Promise.reject(new EqualJobError()),
    });
    const waiting = `messaging/tidy/${newUuid()}`;
    expect((await house.execute(reprocess, operator, { ids: [waiting] })).data).toEqual({
      reprocessDeadLetters: { __typename: 'Conflict', code: 'CONFLICT' },
    });
    expect((await house.execute(reprocess, operator, { ids: [waiting, known] })).data).toMatchObject({
      reprocessDeadLetters: { reprocessedIds: [known] },
    });
    desks.delete('messaging');
  });

  it.each([
    ['an unknown id', () => `travel/credit-holds/${newUuid()}`, 'gone', 'NOT_FOUND'],
    ['no id at all', () => 'nonsense', 'gone', 'NOT_FOUND'],
    ['no reason', () => ids[3] ?? '', ' ', 'BAD_USER_INPUT'],
    ['a subgraph that is away', () => `insurance/x/${newUuid()}`, 'gone', 'SUBGRAPH_UNAVAILABLE'],
  ])('cannot be given up with %s', async (_, id, reason, code) => {
    const answer = await house.execute(discard, operator, { id: id(), reason });
    expect(JSON.stringify(answer)).toContain(`"code":"${code}"`);
  });

  it('are decided on one at least, and 100 at most', async () => {
    for (const count of [0, 101])
      expect(
        (await house.execute(reprocess, operator, { ids: Array.from({ length: count }, String) })).data,
      ).toMatchObject({ reprocessDeadLetters: { __typename: 'InvalidInput' } });
  });
});
