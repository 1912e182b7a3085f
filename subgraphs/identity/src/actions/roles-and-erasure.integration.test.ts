import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { eraseWithdrawn } from './erase-withdrawn.ts';
import { setMemberRoles } from './set-member-roles.ts';
import { updateProfile } from './update-profile.ts';
import { withdraw } from './withdraw.ts';

let house: House;
let admin: Viewer;
let minji: Viewer;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin');
  minji = await house.join('minji', '김민지');
});
afterAll(() => house.close());

const setRoles = (actor: Viewer, { memberId }: Viewer, ...roles: Viewer['roles']) =>
  setMemberRoles(house.services, actor, { memberId, roles });
const rolesOf = async ({ memberId }: Viewer) =>
  (await house.rows(sql`select roles from identity.members where id = ${memberId}`))[0]?.['roles'];

describe('roles', () => {
  it('are set by an ADMIN, with one audit line for a change and none for a repetition', async () => {
    expect(await setRoles(admin, minji, 'CX')).toEqual(['MEMBER', 'CX']);
    expect(await setRoles(admin, minji, 'CX', 'MEMBER')).toEqual(['MEMBER', 'CX']);
    expect(
      await house.rows(
        sql`select actor_id, action, detail from identity.audit_lines where subject_id = ${minji.memberId}`,
      ),
    ).toEqual([
      {
        actor_id: admin.memberId,
        action: 'ROLES_SET',
        detail: { before: ['MEMBER'], after: ['MEMBER', 'CX'] },
      },
    ]);
  });

  it("are nobody else's to set, whatever the id", async () => {
    await expect(setRoles(minji, minji, 'ADMIN')).rejects.toBeInstanceOf(ForbiddenError);
    const unknown = { ...minji, memberId: 'nonsense' };
    await expect(setRoles(minji, unknown, 'ADMIN')).rejects.toBeInstanceOf(ForbiddenError);
  });

  it('are not set by somebody whose token is older than the loss of the right', async () => {
    await setRoles(admin, minji, 'ADMIN');
    const second = { ...minji, roles: ['MEMBER', 'ADMIN'] as const };
    await setRoles(admin, minji);
    await expect(setRoles(second, admin)).rejects.toBeInstanceOf(ForbiddenError);
  });

  it('leave an ADMIN, also when two take it from each other at once', async () => {
    await expect(setRoles(admin, admin)).rejects.toBeInstanceOf(ConflictError);
    await setRoles(admin, minji, 'ADMIN');
    const second = { ...minji, roles: ['MEMBER', 'ADMIN'] as const };
    await Promise.allSettled([setRoles(admin, minji), setRoles(second, admin)]);
    expect(
      [await rolesOf(admin), await rolesOf(minji)].filter((roles) => String(roles).includes('ADMIN')),
    ).toHaveLength(1);
    if (!String(await rolesOf(admin)).includes('ADMIN')) await setRoles(second, admin, 'ADMIN');
    await setRoles(admin, minji);
  });

  it('of an unknown member are not found', async () => {
    for (const memberId of [house.services.newId(), 'nonsense', "'"])
      await expect(setRoles(admin, { ...minji, memberId }, 'CX')).rejects.toEqual(new NotFoundError());
  });
});

describe('a profile', () => {
  it('changes only what is said', async () => {
    await updateProfile(house.services, minji, { name: '  민지 ', locale: null });
    await updateProfile(house.services, minji, { timeZone: 'Asia/Seoul' });
    expect(
      await house.rows(
        sql`select name, locale, time_zone from identity.members where id = ${minji.memberId}`,
      ),
    ).toEqual([{ name: '민지', locale: 'EN', time_zone: 'Asia/Seoul' }]);
  });

  it('with one wrong value changes nothing', async () => {
    const change = updateProfile(house.services, minji, { name: 'Somebody', timeZone: 'Nowhere' });
    await expect(change).rejects.toMatchObject({ field: 'input.timeZone' });
    expect(await house.rows(sql`select name from identity.members where id = ${minji.memberId}`)).toEqual([
      { name: '민지' },
    ]);
  });
});

describe('two months after a withdrawal', () => {
  it('nothing personal is left, and the handle is not given to others by accident', async () => {
    house.setNow('2026-12-31T10:00:00.000Z');
    const leaver = await house.join('leaver', '나간 사람');
    await withdraw(house.services, leaver, password);
    house.setNow('2027-02-28T09:59:59.000Z');
    expect(await eraseWithdrawn(house.services)).toBe(0);
    house.setNow('2027-03-01T10:00:00.000Z');
    expect(await eraseWithdrawn(house.services)).toBe(1);
    expect(await eraseWithdrawn(house.services)).toBe(0);
    const everything = await Promise.all(
      ['members', 'member_search_terms', 'credentials', 'audit_lines'].map((table) =>
        house.rows(sql`select * from identity.${sql.identifier(table)}`),
      ),
    );
    expect(JSON.stringify(everything)).not.toMatch(/나간|사람|leaver/);
    expect(JSON.stringify(everything)).toContain('MEMBER_ERASED');
  });
});

describe('the audit', () => {
  it.each(['update identity.audit_lines set action = null', 'delete from identity.audit_lines'])(
    'refuses: %s',
    async (statement) => {
      const attempt = house.rows(sql.raw(statement)).catch((error: unknown) => error);
      expect(await attempt).toMatchObject({ cause: { message: 'audit lines are only added' } });
    },
  );
});
