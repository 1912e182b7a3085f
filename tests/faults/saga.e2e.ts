import { setTimeout as sleep } from 'node:timers/promises';
import { identity } from '@moim/identity/subgraph.ts';
import { moveCredits } from '@moim/identity/actions/move-credits.ts';
import { signUp } from '@moim/identity/actions/sign-up.ts';
import { creditHolds } from '@moim/identity/triggers/credit-holds.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { requestRecommendation } from '@moim/travel/actions/request-recommendation.ts';
import { travel } from '@moim/travel/subgraph.ts';
import { creditAnswers } from '@moim/travel/triggers/credit-answers.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { viewerOf } from './load.ts';
import { seededRandom } from './random.ts';
import { openSagaArena, type SagaArena } from './saga/arena.ts';
import { openSaga, type Saga } from './saga/open-saga.ts';
import { type SagaPoint, sagaPoints } from './saga/order.ts';

const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
/** `SAGA_KILLS=60` after each of the ten points: a quarter of an hour. By default only four points. */
const randomKills = Number(process.env['SAGA_KILLS'] ?? 0);
const shortPoints: readonly SagaPoint[] = [
  'request-before-commit',
  'identity:consumer-effect-before-position',
  'travel:consumer-effect-before-position',
  'generate-after-commit',
];
const points = randomKills > 0 ? sagaPoints : shortPoints;
const random = seededRandom(seed);
const nextSeed = () => Math.floor(random() * 1_000_000);
const testMs = 600_000;

describe('200 recommendations at once', () => {
  let arena: SagaArena;
  let saga: Saga;
  beforeAll(async () => {
    arena = await openSagaArena();
    saga = await openSaga({ databaseUrls: arena.databaseUrls });
  });
  afterAll(async () => {
    await saga.close();
    await arena.close();
  });

  it(
    'on a wallet of 1,000 credits are 10 that were charged and shown, and 190 that cost nothing',
    async () => {
      const account = { handle: 'minji', name: 'Minji', password: 'correct horse battery staple' };
      const memberId = await signUp(saga.identity, account);
      const grant = { memberId, kind: 'GRANT', amount: 1_000, purpose: 'TEST', purposeId: null } as const;
      await saga.identity.db.write.transaction((tx) =>
        moveCredits(tx, saga.identity, { ...grant, cause: 'grant' }),
      );
      const ids = Array.from({ length: 200 }, newUuid);
      const ask = (id: string) =>
        requestRecommendation(saga.travel, viewerOf(memberId), { id, kind: 'A' }).catch(() => null);
      // A client that hears no answer asks again under the same id: a slow machine runs out of connections.
      let unheard: readonly string[] = ids;
      while (unheard.length > 0) {
        const heard = new Set(await Promise.all(unheard.map(ask)));
        unheard = unheard.filter((id) => !heard.has(id));
      }
      await arena.untilSettled();
      expect(await arena.check(0)).toEqual({ violations: [], counts: { CREATED: 10, DECLINED: 190 } });
    },
    testMs,
  );
});

describe(`processes killed within the saga (FAULT_SEED=${seed})`, () => {
  let arena: SagaArena;
  let aheadMs = 0;
  beforeAll(async () => {
    arena = await openSagaArena();
    expect(await arena.run({ mode: 'setup', seed, aheadMs }).ended).toBe(0);
  });
  afterAll(() => arena.close());

  /** Every third time two minutes have gone by meanwhile: what was held is past its deadline. */
  const passTime = () => (random() < 1 / 3 ? passDeadline() : aheadMs);
  const passDeadline = () => (aheadMs += 130_000);

  it.each(points)(
    'at %s',
    async (point) => {
      const fault = { point, hit: 1 + Math.floor(random() * 6) };
      const run = arena.run({ mode: 'load', seed: nextSeed(), fault, aheadMs: passTime() });
      expect(await run.ended).toBe('SIGKILL');
    },
    testMs,
  );

  // Not skipped where none is wanted: a skipped test counts as a failed one there.
  if (randomKills > 0)
    it(
      `at ${randomKills} random moments`,
      async () => {
        for (let n = 0; n < randomKills; n += 1) {
          const run = arena.run({ mode: 'load', seed: nextSeed(), aheadMs: passTime() });
          await run.ready;
          await sleep(random() * 3_000);
          run.kill();
          expect(await run.ended).toBe('SIGKILL');
        }
      },
      3 * testMs,
    );

  it(
    'leave exact books, nothing held past its deadline, and no recommendation without its charge',
    async () => {
      const inTime = arena.run({ mode: 'drain', seed, aheadMs });
      await vi.waitFor(
        async () => expect((await arena.check(aheadMs)).counts['CREATED']).toBeGreaterThan(0),
        {
          timeout: 60_000,
          interval: 250,
        },
      );
      await sleep(5_000); // and more, of what was asked for last
      inTime.kill();
      await inTime.ended;
      const run = arena.run({ mode: 'drain', seed, aheadMs: passDeadline() });
      await arena.untilSettled();
      const { violations, counts } = await arena.check(aheadMs);
      run.kill();
      console.info(`FAULT_SEED=${seed}:`, counts, `${violations.length} violations`);
      expect(violations).toEqual([]);
      expect(counts['CREATED']).toBeGreaterThan(0);
    },
    testMs,
  );
});

it('runs what identity and travel really have', () => {
  expect(identity.triggers.consumers).toContain(creditHolds);
  expect(travel.triggers.consumers).toContain(creditAnswers);
});
