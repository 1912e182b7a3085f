import { newUuid } from '@moim/kit/ids/uuid.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, somebody, type Stage } from '../testing/stage.ts';
import { endCover } from './end-cover.ts';
import { endCoverForMember } from './end-cover-for-member.ts';
import { startCover } from './start-cover.ts';
import { takeCallback } from './take-callback.ts';

let stage: Stage;
const cx = somebody('CX');
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const step = fc.record({
  kind: fc.constantFrom('start', 'start', 'member', 'cx', 'callback', 'repeat'),
  ago: fc.nat(200),
  later: fc.nat(60),
});

/** Refused is fine: what is kept must be right. */
const settled = (work: Promise<unknown>) =>
  work.catch((error: unknown) => expect(error).toHaveProperty('code'));

it('keeps the earliest end, without overlap and without premium after it, in any order of events', async () => {
  let ended = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12, size: 'max' }), async (steps) => {
      let now = 0;
      stage.setNow(now);
      const member = await stage.insure();
      const [policy] = await stage.rows<{ number: string }>(
        'select number from insurance.policies where id = $1',
        [member.policyId],
      );
      const policyNumber = policy?.number ?? '';
      let periodId = newUuid();
      let startedAt = 0;
      let earliest: number | null = null;
      const delivered: Parameters<typeof takeCallback>[1][] = [];
      const accept = (minutes: number) => (earliest = Math.min(earliest ?? minutes, minutes));
      for (const { kind, ago, later } of steps) {
        now += later;
        stage.setNow(now);
        const hasStarted = earliest !== null || delivered.length > 0 || startedAt > 0;
        if (kind === 'start' && (earliest !== null || !hasStarted)) {
          await check(periodId, earliest);
          if (earliest !== null) ended += 1;
          periodId = newUuid();
          [startedAt, earliest] = [now, null];
          await settled(startCover(stage.services, member, { id: periodId }));
        }
        if (kind === 'member') {
          await settled(endCover(stage.services, member, { periodId }));
          if (await exists(periodId)) accept(Math.max(now, startedAt));
        }
        const past = Math.max(startedAt, now - ago);
        const input = { periodId, effectiveAt: stage.at(past), reason: 'By phone', ticket: 'CX-1' };
        if (kind === 'cx') await settled(endCoverForMember(stage.services, cx, input));
        const callback = { eventId: newUuid(), policyNumber, periodId, effectiveAt: stage.at(past) };
        const delivery = { callback, body: JSON.stringify(callback), address: '' };
        if (kind === 'callback') {
          delivered.push(delivery);
          await settled(takeCallback(stage.services, delivery));
        }
        if ((kind === 'cx' || kind === 'callback') && (await exists(periodId))) accept(past);
        const again = delivered[ago % Math.max(1, delivered.length)];
        if (kind === 'repeat' && again) await settled(takeCallback(stage.services, again));
      }
      await check(periodId, earliest);
    }),
    { numRuns: 200 },
  );
  const overlaps = await stage.rows(`
    select 1 from insurance.coverage_beliefs as one
    join insurance.coverage_beliefs as other
      on other.policy_id = one.policy_id and other.period_id > one.period_id
      and tstzrange(other.starts_at, other.ends_at) && tstzrange(one.starts_at, one.ends_at)
    where one.known_until is null and other.known_until is null`);
  expect(overlaps).toEqual([]);
  const unequal = await stage.rows(`
    select policy.id from insurance.policies as policy
    join insurance.coverage_beliefs as belief
      on belief.policy_id = policy.id and belief.known_until is null and belief.ends_at is not null
    group by policy.id
    having sum(floor(extract(epoch from belief.ends_at - belief.starts_at) / 60) * 690)
      <> sum(belief.premium_won) * 60 + policy.carry_sixtieths
      or sum(belief.premium_won) <> (
        select sum(amount_won) from insurance.premium_entries as entry where entry.policy_id = policy.id)`);
  expect(unequal).toEqual([]);
  expect(ended).toBeGreaterThan(50);
}, 120_000);

async function exists(periodId: string): Promise<boolean> {
  return (await stage.rows('select from insurance.coverage_periods where id = $1', [periodId])).length === 1;
}

async function check(periodId: string, earliest: number | null): Promise<void> {
  const [belief] = await stage.rows<{ endsAt: Date | null }>(
    `select ends_at as "endsAt" from insurance.coverage_beliefs where period_id = $1 and known_until is null`,
    [periodId],
  );
  if (belief) expect(belief.endsAt).toEqual(earliest === null ? null : stage.at(earliest));
}
