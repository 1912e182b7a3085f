import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { chargeHold, releaseExpiredHolds, releaseHold } from './end-hold.ts';
import { holdCredits } from './hold-credits.ts';
import { moveCredits } from './move-credits.ts';
import { withdraw } from './withdraw.ts';

let house: House;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
  await house.join('founder');
}, 60_000);
afterAll(() => house.close());

async function memberWith(credits: number): Promise<Viewer> {
  count += 1;
  const viewer = await house.join(`member-${count}`);
  const grant = { memberId: viewer.memberId, kind: 'GRANT', amount: credits, purpose: 'TEST' } as const;
  if (credits > 0)
    await house.services.db.write.transaction((tx) =>
      moveCredits(tx, house.services, { ...grant, purposeId: null, cause: `grant:${newUuid()}` }),
    );
  return viewer;
}

const hold = ({ memberId }: Viewer, id = newUuid(), amount = 100) => {
  const holdUntil = new Date(house.services.now().getTime() + 60_000);
  const request = { id, memberId, amount, holdUntil, purpose: 'RECOMMENDATION' };
  return house.services.db.write.transaction((tx) => holdCredits(tx, house.services, request)).then(() => id);
};
const charge = (id: string) =>
  house.services.db.write.transaction((tx) => chargeHold(tx, house.services, id));
const release = (id: string) =>
  house.services.db.write.transaction((tx) => releaseHold(tx, house.services, id, 'REQUESTED'));
const wallet = async ({ memberId }: Viewer) =>
  (
    await house.rows(
      sql`select balance, held, last_seq as seq from identity.wallets where member_id = ${memberId}`,
    )
  )[0];
const stateOf = async (id: string) =>
  (await house.rows(sql`select state, reason from identity.credit_holds where id = ${id}`))[0];
const told = async (id: string) =>
  (await house.events())
    .filter((event) => event.aggregate_id === id)
    .map(({ name, aggregate_seq }) => `${aggregate_seq} ${name}`);

/** What does not add up anywhere in the books. */
const faults = () =>
  house.rows(sql`
    select 'transfer' as of, transfer_id::text as id from identity.credit_entries
      group by transfer_id having sum(amount) <> 0 or count(*) <> 2
    union all
    select 'wallet', member_id::text from identity.wallets as wallet
      join lateral (
        select coalesce(sum(entry.amount) filter (where account in ('AVAILABLE', 'HELD')), 0) as balance,
          coalesce(sum(entry.amount) filter (where account = 'HELD'), 0) as held,
          count(distinct transfer.seq) as transfers
        from identity.credit_transfers as transfer join identity.credit_entries as entry on entry.transfer_id = transfer.id
        where transfer.member_id = wallet.member_id) as books on true
      where wallet.balance <> books.balance or wallet.held <> books.held or wallet.last_seq <> books.transfers
    union all
    select 'held', wallet.member_id::text from identity.wallets as wallet
      where wallet.held <> (select coalesce(sum(amount), 0) from identity.credit_holds as hold
        where hold.member_id = wallet.member_id and hold.state = 'OPEN')`);

describe('a hold', () => {
  it('is placed once, charged once, and both are told once', async () => {
    const viewer = await memberWith(150);
    const id = await hold(viewer);
    await hold(viewer, id);
    expect(await wallet(viewer)).toEqual({ balance: 150, held: 100, seq: 2 });
    await charge(id);
    await charge(id);
    await release(id);
    expect(await wallet(viewer)).toEqual({ balance: 50, held: 0, seq: 3 });
    expect(await told(id)).toEqual(['1 identity.credit-hold-placed.v1', '2 identity.credit-hold-charged.v1']);
    expect(await faults()).toEqual([]);
  });

  it('is declined when less is available, and costs nothing', async () => {
    const viewer = await memberWith(199);
    await hold(viewer);
    const id = await hold(viewer);
    expect(await stateOf(id)).toEqual({ state: 'DECLINED', reason: 'CREDITS_TOO_FEW' });
    await charge(id);
    expect(await told(id)).toEqual(['1 identity.credit-hold-declined.v1']);
    expect(await wallet(viewer)).toEqual({ balance: 199, held: 100, seq: 2 });
  });

  it('comes free at its time by itself, and is not charged from then on', async () => {
    const viewer = await memberWith(100);
    const id = await hold(viewer);
    house.passMs(59_999);
    await releaseExpiredHolds(house.services);
    expect(await stateOf(id)).toEqual({ state: 'OPEN', reason: null });
    house.passMs(1);
    await charge(id); // the job has not come yet
    expect(await stateOf(id)).toEqual({ state: 'RELEASED', reason: 'EXPIRED' });
    const other = await hold(viewer);
    house.passMs(60_000);
    await releaseExpiredHolds(house.services);
    expect(await stateOf(other)).toEqual({ state: 'RELEASED', reason: 'EXPIRED' });
    expect(await wallet(viewer)).toEqual({ balance: 100, held: 0, seq: 5 });
  });

  it('comes free when its member withdraws, and none is placed afterwards', async () => {
    const viewer = await memberWith(300);
    const id = await hold(viewer);
    await withdraw(house.services, viewer, password);
    expect(await stateOf(id)).toEqual({ state: 'RELEASED', reason: 'MEMBER_WITHDRAWN' });
    expect(await stateOf(await hold(viewer))).toEqual({ state: 'DECLINED', reason: 'MEMBER_WITHDRAWN' });
    expect(await wallet(viewer)).toMatchObject({ balance: 300, held: 0 });
  });

  it('is placed for as many as can be paid of 60 at once', async () => {
    const viewer = await memberWith(1_000);
    const ids = await Promise.all(Array.from({ length: 60 }, () => hold(viewer)));
    await Promise.all(ids.map(charge));
    expect(await wallet(viewer)).toEqual({ balance: 0, held: 0, seq: 21 });
    const states = await Promise.all(ids.map(stateOf));
    expect(states.filter((each) => each?.['state'] === 'CHARGED')).toHaveLength(10);
    expect(await faults()).toEqual([]);
  });
});

describe('the books', () => {
  it('add up after any run of holds, charges, releases and waiting', async () => {
    const step = fc.record({ op: fc.constantFrom('hold', 'charge', 'release', 'wait'), which: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 15 }),
        fc.integer({ min: 0, max: 350 }),
        async (steps, credits) => {
          const viewer = await memberWith(credits);
          const ids = [0, 1, 2, 3].map(() => newUuid());
          for (const { op, which } of steps) {
            const id = ids[which] ?? '';
            if (op === 'hold') await hold(viewer, id);
            else if (op === 'charge') await charge(id);
            else if (op === 'release') await release(id);
            else house.passMs(20_000);
          }
          expect(await faults()).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it.each([
    ['update identity.credit_entries set amount = 1', 'the ledger is only added to'],
    ['delete from identity.credit_transfers', 'the ledger is only added to'],
    ['truncate identity.credit_entries', 'permission denied for table credit_entries'],
  ])('refuse %s', async (statement, message) => {
    await expect(house.rows(sql.raw(statement))).rejects.toMatchObject({
      cause: { message },
    });
  });

  it('refuse a transfer that does not add up', async () => {
    const viewer = await memberWith(10);
    const [transfer] = await house.rows(
      sql`select id from identity.credit_transfers where member_id = ${viewer.memberId}`,
    );
    const unbalanced = house.services.db.write.transaction((tx) =>
      tx
        .named('identity.test')
        .execute(sql`insert into identity.credit_entries values (${transfer?.['id']}, 'REVENUE', 5)`),
    );
    await expect(unbalanced).rejects.toThrow('do not add up to zero');
  });
});
