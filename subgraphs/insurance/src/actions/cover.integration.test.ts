import { newUuid } from '@moim/kit/ids/uuid.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, somebody, type Stage } from '../testing/stage.ts';
import { endCover } from './end-cover.ts';
import { endCoverByParking } from './end-cover-by-parking.ts';
import { endCoverForMember } from './end-cover-for-member.ts';
import { erasePersonalData } from './erase-personal-data.ts';
import { followWithdrawal } from './follow-withdrawal.ts';
import { openPolicy } from './open-policy.ts';
import { previewEndCover } from './preview-end-cover.ts';
import { revealPersonalData } from './reveal-personal-data.ts';
import { searchPolicies } from './search-policies.ts';
import { showHolders } from './show-holders.ts';
import { startCover } from './start-cover.ts';
import { updatePersonalData } from './update-personal-data.ts';

let stage: Stage;
const cx = somebody('CX');

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.setNow(0));

const beliefs = (periodId: string) =>
  stage.rows(
    `select number, ends_at as "endsAt", known_from as "knownFrom", known_until as "knownUntil",
       ended_by as "endedBy", premium_won::int as "premiumWon" from insurance.coverage_beliefs
     where period_id = $1 order by number`,
    [periodId],
  );

const events = (periodId: string) =>
  stage.rows(
    `select name, aggregate_seq::int as seq, payload->>'premiumWon' as premium from insurance.outbox
     where aggregate_id = $1 order by id`,
    [periodId],
  );

const accessOf = (policyId: string) =>
  stage.rows(
    `select task, actor_role as role, fields, reason, ticket, origin from insurance.access_entries
     where policy_id = $1 order by day, number`,
    [policyId],
  );

async function covered(minutes = 0) {
  const member = await stage.insure();
  stage.setNow(minutes);
  const periodId = await startCover(stage.services, member, { id: newUuid() });
  return { member, periodId };
}

describe('cover', () => {
  it('starts and ends at once, is charged to the minute and told to the world once each', async () => {
    const { member, periodId } = await covered();
    stage.setNow(90);
    await endCover(stage.services, member, { periodId });
    await endCover(stage.services, member, { periodId });
    expect(await beliefs(periodId)).toEqual([
      { ...running, number: 1, knownFrom: stage.at(0), knownUntil: stage.at(90) },
      {
        ...{ number: 2, endsAt: stage.at(90), knownFrom: stage.at(90), knownUntil: null },
        ...{ endedBy: 'MEMBER', premiumWon: 1_035 },
      },
    ]);
    expect(await events(periodId)).toEqual([
      { name: 'insurance.cover-started.v1', seq: 1, premium: null },
      { name: 'insurance.cover-ended.v1', seq: 2, premium: '1035' },
    ]);
  });

  it('is the same period when the same start is asked for again, and conflicts with any other', async () => {
    const { member, periodId } = await covered();
    expect(await startCover(stage.services, member, { id: periodId })).toBe(periodId);
    const overlap = { code: 'CONFLICT', field: 'input' };
    await expect(startCover(stage.services, member, { id: newUuid() })).rejects.toMatchObject(overlap);
    const conflict = { code: 'CONFLICT', field: 'input.id' };
    const trip = { id: periodId, travelPlanId: newUuid() };
    await expect(startCover(stage.services, member, trip)).rejects.toMatchObject(conflict);
    const other = await stage.insure();
    await expect(startCover(stage.services, other, { id: periodId })).rejects.toMatchObject(conflict);
  });

  it('starts again in the very millisecond in which it ended', async () => {
    const { member, periodId } = await covered();
    await endCover(stage.services, member, { periodId });
    const again = await startCover(stage.services, member, { id: newUuid() });
    const known = (await beliefs(periodId)).at(-1)?.['knownFrom'];
    expect(await beliefs(again)).toEqual([{ ...running, number: 1, knownFrom: known, knownUntil: null }]);
  });

  it('starts once however many taps race', async () => {
    const member = await stage.insure();
    const taps = Array.from({ length: 12 }, () => startCover(stage.services, member, { id: newUuid() }));
    const settled = await Promise.allSettled(taps);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('cannot overlap even for whoever writes past the actions', async () => {
    const { member, periodId } = await covered();
    await expect(
      stage.rows(
        `insert into insurance.coverage_beliefs (period_id, number, policy_id, starts_at, known_from)
         values ($1, 2, $2, $3, $3)`,
        [periodId, member.policyId, stage.at(30)],
      ),
    ).rejects.toThrow(/cover_never_overlaps|one_belief_at_a_time/);
  });

  it('needs a policy', async () => {
    await expect(startCover(stage.services, somebody(), { id: newUuid() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('carries what is left of a won to the next period', async () => {
    const member = await stage.insure();
    const premiums: unknown[] = [];
    for (let index = 0; index < 4; index += 1) {
      stage.setNow(index * 10);
      const periodId = await startCover(stage.services, member, { id: newUuid() });
      stage.setNow(index * 10 + 1);
      await endCover(stage.services, member, { periodId });
      premiums.push((await beliefs(periodId)).at(-1)?.['premiumWon']);
    }
    // A minute costs 11.5 won.
    expect(premiums).toEqual([11, 12, 11, 12]);
  });

  it('is not the business of anybody else', async () => {
    const { periodId } = await covered();
    const refused = { code: 'NOT_FOUND' };
    await expect(endCover(stage.services, somebody(), { periodId })).rejects.toMatchObject(refused);
    await expect(endCover(stage.services, cx, { periodId })).rejects.toMatchObject(refused);
    await expect(endCover(stage.services, cx, { periodId: 'x' })).rejects.toMatchObject(refused);
  });
});

const running = { endsAt: null, endedBy: null, premiumWon: null };

describe('an end by CX', () => {
  const justification = { reason: 'Cancelled by phone', ticket: 'CX-1042' };

  it('moves into the past, corrects the premium and stands in the access log', async () => {
    const { member, periodId } = await covered();
    stage.setNow(120);
    await endCover(stage.services, member, { periodId });
    stage.setNow(180);
    const input = { periodId, effectiveAt: stage.at(30), ...justification };
    expect(await previewEndCover(stage.services, cx, input)).toMatchObject({
      ...{ premiumWonBefore: 1_380, premiumWonAfter: 345, isNoop: false },
    });
    await endCoverForMember(stage.services, cx, input);
    await endCoverForMember(stage.services, cx, input);
    expect((await beliefs(periodId)).map((belief) => belief['endedBy'])).toEqual([null, 'MEMBER', 'CX']);
    const entries = await stage.rows(
      'select amount_won::int as amount from insurance.premium_entries where period_id = $1 order by belief_number',
      [periodId],
    );
    expect(entries).toEqual([{ amount: 1_380 }, { amount: -1_035 }]);
    expect((await accessOf(member.policyId)).at(-1)).toEqual({
      ...{ task: 'END_COVER', role: 'CX', fields: ['endsAt'], origin: '203.0.113.0' },
      ...justification,
    });
  });

  it.each([
    ['before the start', -1, 'input.effectiveAt', 'BAD_USER_INPUT'],
    ['in the future', 200, 'input.effectiveAt', 'BAD_USER_INPUT'],
    ['after an end that is known', 100, undefined, 'CONFLICT'],
  ])('is refused %s', async (_, minutes, field, code) => {
    const { member, periodId } = await covered();
    stage.setNow(60);
    await endCover(stage.services, member, { periodId });
    stage.setNow(120);
    const input = { periodId, effectiveAt: stage.at(minutes), ...justification };
    await expect(endCoverForMember(stage.services, cx, input)).rejects.toMatchObject({ code });
    if (field) await expect(endCoverForMember(stage.services, cx, input)).rejects.toMatchObject({ field });
    expect(await beliefs(periodId)).toHaveLength(2);
  });

  it.each([['reason'], ['ticket']])('needs a %s', async (field) => {
    const { periodId } = await covered();
    const input = { periodId, effectiveAt: stage.at(0), ...justification, [field]: ' ' };
    await expect(endCoverForMember(stage.services, cx, input)).rejects.toMatchObject({
      field: `input.${field}`,
    });
  });

  it('may be where cover began: then it never covered anything and costs nothing', async () => {
    const { member, periodId } = await covered();
    stage.setNow(60);
    await endCoverForMember(stage.services, cx, { periodId, effectiveAt: stage.at(0), ...justification });
    expect((await beliefs(periodId)).at(-1)).toMatchObject({ premiumWon: 0 });
    await startCover(stage.services, member, { id: newUuid() });
  });

  it('works for a member who left', async () => {
    const { member, periodId } = await covered();
    stage.setNow(60);
    await leave(member.memberId);
    await endCoverForMember(stage.services, cx, { periodId, effectiveAt: stage.at(10), ...justification });
    expect((await beliefs(periodId)).map((belief) => belief['endedBy'])).toEqual([null, 'WITHDRAWAL', 'CX']);
  });
});

const leave = (memberId: string) =>
  stage.services.db.write.transaction((tx) =>
    followWithdrawal(tx, stage.services, { memberId, withdrawnAt: stage.services.now() }),
  );

describe('a member who leaves', () => {
  it('is covered no longer, and cannot begin again', async () => {
    const { member, periodId } = await covered();
    stage.setNow(30);
    await leave(member.memberId);
    await leave(member.memberId);
    expect((await beliefs(periodId)).at(-1)).toMatchObject({ endedBy: 'WITHDRAWAL', premiumWon: 345 });
    await expect(startCover(stage.services, member, { id: newUuid() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is known to CX for two months, then to nobody', async () => {
    const member = await stage.insure({ phone: '010-7777-8888' });
    const search = { search: '010-7777-8888', first: 20 };
    await leave(member.memberId);
    stage.setNow(60 * 24 * 60);
    await erasePersonalData(stage.services);
    expect(await searchPolicies(stage.services, cx, search)).toHaveLength(1);
    stage.setNow(62 * 24 * 60);
    expect(await erasePersonalData(stage.services)).toBeGreaterThanOrEqual(1);
    expect(await searchPolicies(stage.services, cx, search)).toEqual([]);
    const shown = await showHolders(stage.services, cx, [member.policyId]);
    expect(shown.get(member.policyId)).toEqual({ legalName: '-', phone: '-', licenceNumber: '-' });
    const reveal = { policyId: member.policyId, reason: 'Question', ticket: 'CX-1' };
    await expect(revealPersonalData(stage.services, cx, reveal)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await accessOf(member.policyId)).at(-1)).toMatchObject({ task: 'ERASE', role: 'SYSTEM' });
  });
});

describe('parking', () => {
  const park = (coveragePeriodId: string, memberId: string, finishedAt: Date) =>
    stage.services.db.write.transaction((tx) =>
      endCoverByParking(tx, stage.services, { coveragePeriodId, memberId, finishedAt }),
    );

  it('ends the cover of whoever drove, when it was finished, and only while it runs', async () => {
    const { member, periodId } = await covered();
    stage.setNow(61);
    await park(periodId, newUuid(), stage.at(60));
    expect(await beliefs(periodId)).toHaveLength(1);
    await park(periodId, member.memberId, stage.at(60));
    await park(periodId, member.memberId, stage.at(59));
    expect((await beliefs(periodId)).at(-1)).toMatchObject({
      ...{ number: 2, endedBy: 'PARKING', endsAt: stage.at(60), premiumWon: 690 },
    });
  });
});

describe('personal data', () => {
  it('is nowhere in the database as it was written', async () => {
    const name = '황보가온누리';
    await stage.insure({ legalName: name, phone: '010-9876-5432' });
    const dumped = await stage.rows<{ text: string }>(
      `select row_to_json(p)::text || encode(sealed_data, 'escape') as text from insurance.policies p
       where sealed_data is not null`,
    );
    expect(dumped.length).toBeGreaterThan(0);
    for (const { text } of dumped) expect(text).not.toMatch(/황보가온누리|98765432|9876-5432/);
  });

  it('is shown to its holder as written, to CX masked, and to CX whole only with a reason on record', async () => {
    const member = await stage.insure();
    const own = await showHolders(stage.services, member, [member.policyId]);
    expect(own.get(member.policyId)).toEqual({
      ...{ legalName: '김민수', phone: '010-1234-5678', licenceNumber: '11-20-123456-78' },
    });
    const masked = await showHolders(stage.services, cx, [member.policyId]);
    expect(masked.get(member.policyId)).toEqual({
      ...{ legalName: '김*수', phone: '010-****-5678', licenceNumber: '11-**-******-**' },
    });
    expect(await showHolders(stage.services, somebody('ADMIN'), [member.policyId])).toEqual(new Map());
    const reveal = { policyId: member.policyId, reason: 'Accident report', ticket: 'CX-7' };
    expect(await revealPersonalData(stage.services, cx, reveal)).toEqual(own.get(member.policyId));
    expect(await accessOf(member.policyId)).toEqual([
      {
        ...{ task: 'INPUT', role: 'HOLDER', reason: null, ticket: null, origin: '203.0.113.0' },
        fields: ['legalName', 'phone', 'licenceNumber'],
      },
      {
        ...{ task: 'REVEAL', role: 'CX', reason: 'Accident report', ticket: 'CX-7', origin: '203.0.113.0' },
        fields: ['legalName', 'phone', 'licenceNumber'],
      },
    ]);
  });

  it('is not shown when it cannot be noted', async () => {
    const member = await stage.insure();
    const reveal = { policyId: member.policyId, reason: 'Accident report', ticket: 'CX-7' };
    const broken = { ...stage.services, newId: () => 'no id' };
    await expect(revealPersonalData(broken, cx, reveal)).rejects.toThrow();
    const search = { search: '김민수', first: 20 };
    await expect(searchPolicies(broken, cx, search)).rejects.toThrow();
  });

  it.each([['MEMBER'], ['INSTRUCTOR'], ['ADMIN'], ['OPERATOR']] as const)(
    'is searched and revealed by no %s',
    async (role) => {
      const member = await stage.insure();
      const asker = somebody(role);
      const forbidden = { code: 'FORBIDDEN' };
      await expect(
        searchPolicies(stage.services, asker, { search: '김민수', first: 5 }),
      ).rejects.toMatchObject(forbidden);
      const reveal = { policyId: member.policyId, reason: 'Curious', ticket: 'X' };
      await expect(revealPersonalData(stage.services, asker, reveal)).rejects.toMatchObject(forbidden);
      expect(await accessOf(member.policyId)).toHaveLength(1);
    },
  );

  it.each([
    ['the name', ' 이 하늘 ', 1],
    ['the phone number', '+82 10-2222-3333', 1],
    ['the licence', '11 20 123456 99', 1],
    ['half a name', '이 하', 0],
  ])('is found by %s', async (_, search, count) => {
    const data = { legalName: '이 하늘', phone: '010-2222-3333', licenceNumber: '11-20-123456-99' };
    const existing = await searchPolicies(stage.services, cx, { search: data.phone, first: 20 });
    if (existing.length === 0) await stage.insure(data);
    expect(await searchPolicies(stage.services, cx, { search, first: 20 })).toHaveLength(count);
  });

  it('is changed by its holder; the log names the fields, not the values', async () => {
    const member = await stage.insure();
    await updatePersonalData(stage.services, member, { phone: '010-5555-6666', legalName: '김민수' });
    const shown = await showHolders(stage.services, member, [member.policyId]);
    expect(shown.get(member.policyId)?.phone).toBe('010-5555-6666');
    expect((await accessOf(member.policyId)).at(-1)).toMatchObject({ task: 'CHANGE', fields: ['phone'] });
  });

  it('opens one policy a member', async () => {
    const member = await stage.insure();
    const data = { legalName: '김민수', phone: '010-1234-5678', licenceNumber: '112012345678' };
    expect(await openPolicy(stage.services, member, { id: member.policyId, ...data })).toBe(member.policyId);
    await expect(openPolicy(stage.services, member, { id: newUuid(), ...data })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});
