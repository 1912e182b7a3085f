import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endCover } from '../actions/end-cover.ts';
import { openPolicy } from '../actions/open-policy.ts';
import { startCover } from '../actions/start-cover.ts';
import { settleParkedCallbacks } from '../actions/take-callback.ts';
import { sendCallback } from '../testing/signed-callback.ts';
import { openStage, somebody, type Stage } from '../testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.setNow(0));

async function covered() {
  const member = await stage.insure();
  const periodId = await startCover(stage.services, member, { id: newUuid() });
  return { member, periodId, policyNumber: await numberOf(member.policyId) };
}

async function numberOf(policyId: string): Promise<string> {
  const sql = 'select number from insurance.policies where id = $1';
  const [row] = await stage.rows<{ number: string }>(sql, [policyId]);
  return row?.number ?? '';
}

const told = ({ policyNumber, periodId }: { policyNumber: string; periodId: string }, minutes: number) => ({
  ...{ eventId: newUuid(), policyNumber, coveragePeriodId: periodId },
  effectiveAt: stage.at(minutes).toISOString(),
});

async function periodOf(periodId: string) {
  const [row] = await stage.rows(
    `select belief.ends_at as "endsAt", belief.ended_by as "endedBy", belief.number,
       period.confirmed_at is not null as "isConfirmed"
     from insurance.coverage_beliefs as belief
     join insurance.coverage_periods as period on period.id = belief.period_id
     where belief.period_id = $1 and belief.known_until is null`,
    [periodId],
  );
  return row;
}

describe('an insurer callback', () => {
  it('ends cover that runs', async () => {
    const cover = await covered();
    stage.setNow(60);
    const callback = told(cover, 45);
    expect(await sendCallback(stage, callback)).toEqual({
      ...{ status: 200, body: { eventId: callback.eventId, outcome: 'ENDED' } },
    });
    expect(await periodOf(cover.periodId)).toEqual({
      ...{ endsAt: stage.at(45), endedBy: 'INSURER', number: 2, isConfirmed: true },
    });
  });

  it('that comes two days late changes nothing but the state of waiting for it', async () => {
    const cover = await covered();
    stage.setNow(60);
    await endCover(stage.services, cover.member, cover);
    stage.setNow(60 + 2 * 24 * 60);
    expect(await sendCallback(stage, told(cover, 61))).toMatchObject({ body: { outcome: 'NOOP' } });
    expect(await periodOf(cover.periodId)).toEqual({
      ...{ endsAt: stage.at(60), endedBy: 'MEMBER', number: 2, isConfirmed: true },
    });
  });

  it('wins when its end is the earliest, in whatever order it comes', async () => {
    const cover = await covered();
    stage.setNow(100);
    for (const minutes of [80, 70, 90]) await sendCallback(stage, told(cover, minutes));
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: stage.at(70), number: 3 });
  });

  it('has one effect however often and at once it is delivered', async () => {
    const cover = await covered();
    stage.setNow(60);
    const callback = told(cover, 30);
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendCallback(stage, callback)));
    const outcomes = answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`);
    expect(outcomes.filter((text) => text.includes('ENDED'))).toHaveLength(1);
    expect(outcomes.filter((text) => text.includes('NOOP'))).toHaveLength(7);
    const sql = 'select deliveries, outcome from insurance.insurer_callbacks where event_id = $1';
    expect(await stage.rows(sql, [callback.eventId])).toEqual([{ deliveries: 8, outcome: 'ENDED' }]);
    expect(await periodOf(cover.periodId)).toMatchObject({ number: 2 });
  });

  it('with another body under the same id is kept aside, and nothing changes', async () => {
    const cover = await covered();
    stage.setNow(60);
    const callback = told(cover, 30);
    await sendCallback(stage, callback);
    const altered = await sendCallback(stage, { ...callback, effectiveAt: stage.at(10).toISOString() });
    expect(altered).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT', field: 'eventId' } } });
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: stage.at(30) });
    const sql = 'select body from insurance.quarantined_callbacks where event_id = $1';
    expect(await stage.rows(sql, [callback.eventId])).toHaveLength(1);
    expect(await sendCallback(stage, callback)).toMatchObject({ status: 200, body: { outcome: 'NOOP' } });
  });

  it.each([
    ['a wrong signature', { signature: '0'.repeat(64) }, 'x-insurer-signature'],
    ['no signature at all', { signature: '' }, 'x-insurer-signature'],
    [
      'a signature of yesterday',
      { timestamp: Date.parse('2026-11-20T05:00:00Z') / 1_000 },
      'x-insurer-timestamp',
    ],
    [
      'a signature of tomorrow',
      { timestamp: Date.parse('2026-11-22T05:00:00Z') / 1_000 },
      'x-insurer-timestamp',
    ],
  ])('with %s is not read, and the header is named', async (_, how, field) => {
    const cover = await covered();
    stage.setNow(30);
    const answer = await sendCallback(stage, told(cover, 20), how);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED', field } } });
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: null });
  });

  it.each([
    ['before the start', -1],
    ['in the future', 40],
  ])('%s is refused by name, also when it comes again, and written down', async (_, minutes) => {
    const cover = await covered();
    stage.setNow(30);
    const callback = told(cover, minutes);
    const refusal = { status: 400, body: { error: { code: 'BAD_USER_INPUT', field: 'effectiveAt' } } };
    expect(await sendCallback(stage, callback)).toMatchObject(refusal);
    expect(await sendCallback(stage, callback)).toMatchObject(refusal);
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: null, isConfirmed: false });
    const sql = 'select outcome from insurance.insurer_callbacks where event_id = $1';
    expect(await stage.rows(sql, [callback.eventId])).toEqual([{ outcome: 'REFUSED' }]);
  });

  it('a few minutes ahead of our clock ends cover now', async () => {
    const cover = await covered();
    stage.setNow(30);
    expect(await sendCallback(stage, told(cover, 34))).toMatchObject({ status: 200 });
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: stage.at(30) });
  });

  it.each([
    ['body', 'no JSON'],
    ['eventId', '{"type":"COVER_ENDED"}'],
    ['effectiveAt', bodyWith('"yesterday"')],
    ['effectiveAt', bodyWith('"2026-11-21"')],
  ])('names %s when it is wrong', async (field, body) => {
    const cover = await covered();
    const answer = await sendCallback(stage, told(cover, 0), { body });
    expect(answer).toMatchObject({ status: 400, body: { error: { field } } });
  });

  it('for what is not known yet waits, and is settled once it is', async () => {
    const member = somebody();
    const [policyId, periodId] = [newUuid(), newUuid()];
    const sql = `select coalesce(max(split_part(number, '-', 3)::int), 0) + 1 as next from insurance.policies`;
    const [row] = await stage.rows<{ next: number }>(sql);
    const policyNumber = `MO-2026-${String(row?.next).padStart(6, '0')}`;
    stage.setNow(20);
    const callback = told({ policyNumber, periodId }, 20);
    expect(await sendCallback(stage, callback)).toMatchObject({ status: 202, body: { outcome: 'PARKED' } });
    expect(await settleParkedCallbacks(stage.services)).toBe(0);

    const data = { legalName: '박지원', phone: '010-1111-2222', licenceNumber: '112012345678' };
    await openPolicy(stage.services, member, { id: policyId, ...data });
    expect(await numberOf(policyId)).toBe(policyNumber);
    await startCover(stage.services, member, { id: periodId });
    stage.setNow(30);
    expect(await settleParkedCallbacks(stage.services)).toBe(1);
    expect(await settleParkedCallbacks(stage.services)).toBe(0);
    expect(await periodOf(periodId)).toMatchObject({ endsAt: stage.at(20), endedBy: 'INSURER' });
  });

  it('for a period of another policy is not applied', async () => {
    const [cover, other] = [await covered(), await covered()];
    stage.setNow(30);
    const callback = { ...told(cover, 20), policyNumber: other.policyNumber };
    expect(await sendCallback(stage, callback)).toMatchObject({ status: 202 });
    expect(await periodOf(cover.periodId)).toMatchObject({ endsAt: null });
  });

  it('stands in the access log, with the insurer as who did it', async () => {
    const cover = await covered();
    stage.setNow(30);
    await sendCallback(stage, told(cover, 20));
    const sql = `select task, actor_role as role, fields, origin from insurance.access_entries
      where policy_id = $1 and task = 'CALLBACK'`;
    expect(await stage.rows(sql, [cover.member.policyId])).toEqual([
      { task: 'CALLBACK', role: 'INSURER', fields: ['endsAt'], origin: '198.51.100.0' },
    ]);
  });
});

function bodyWith(effectiveAt: string): string {
  const ids = `"eventId":"${newUuid()}","policyNumber":"MO-2026-000001","coveragePeriodId":"${newUuid()}"`;
  return `{${ids},"type":"COVER_ENDED","effectiveAt":${effectiveAt}}`;
}
