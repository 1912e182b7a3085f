import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, ForbiddenError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { addMember } from './add-member.ts';
import { createGroup } from './create-group.ts';
import { removeMember } from './remove-member.ts';
import { signUp } from './sign-up.ts';
import { withdraw } from './withdraw.ts';

let house: House;
let admin: Viewer;
let minji: Viewer;
let jun: Viewer;
let sora: Viewer;
beforeAll(async () => {
  house = await openHouse();
  admin = await house.join('admin');
  [minji, jun, sora] = await Promise.all([house.join('minji'), house.join('jun'), house.join('sora')]);
});
afterAll(() => house.close());

const makeGroup = async (owner: Viewer, ...members: Viewer[]): Promise<string> =>
  createGroup(house.services, owner, {
    id: house.services.newId(),
    name: 'Field team',
    memberIds: members.map(({ memberId }) => memberId),
  });
const add = (viewer: Viewer, groupId: string, { memberId }: Viewer, role: 'OWNER' | 'MEMBER' = 'MEMBER') =>
  addMember(house.services, viewer, { groupId, memberId, role });
const remove = (viewer: Viewer, groupId: string, { memberId }: Viewer) =>
  removeMember(house.services, viewer, { groupId, memberId });
const rolesIn = async (groupId: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await house.rows(sql`select m.handle, g.role from identity.group_members g
        join identity.members m on m.id = g.member_id where group_id = ${groupId} order by 1`)
    ).map(({ handle, role }) => [String(handle), String(role)]),
  );
const eventsOf = async (groupId: string) =>
  (await house.events()).filter(({ payload }) => JSON.stringify(payload).includes(groupId));
const auditOf = (groupId: string) =>
  house.rows(
    sql`select action, actor_id, subject_id from identity.audit_lines where detail->>'groupId' = ${groupId}`,
  );

describe('the first account', () => {
  it('is ADMIN, and only that one', () => {
    expect([admin.roles, minji.roles]).toEqual([['MEMBER', 'ADMIN'], ['MEMBER']]);
  });

  it('is one, however many sign up at once', async () => {
    const empty = await openHouse();
    try {
      const handles = Array.from({ length: 10 }, (_, index) => `member${index}`);
      const viewers = await Promise.all(handles.map((handle) => empty.join(handle)));
      expect(viewers.filter(({ roles }) => roles.includes('ADMIN'))).toHaveLength(1);
    } finally {
      await empty.close();
    }
  });
});

describe('a sign-up', () => {
  it('tells that somebody joined', async () => {
    const viewer = await house.join('newcomer');
    expect((await house.events()).filter((event) => event.aggregate_id === viewer.memberId)).toEqual([
      {
        name: 'identity.member-joined.v1',
        aggregate_id: viewer.memberId,
        aggregate_seq: 1,
        payload: { memberId: viewer.memberId, membershipVersion: 1 },
      },
    ]);
  });

  it('with a taken handle writes nothing, also when both come at once', async () => {
    const before = (await house.events()).length;
    const both = await Promise.allSettled(
      ['Twin', 'twin'].map((handle) => signUp(house.services, { handle, name: handle, password })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: expect.any(ConflictError),
    });
    expect((await house.events()).length).toBe(before + 1);
  });
});

describe('creating a group', () => {
  it('makes its creator the owner and tells each membership', async () => {
    const groupId = await makeGroup(minji, jun, minji);
    expect(await rolesIn(groupId)).toEqual({ jun: 'MEMBER', minji: 'OWNER' });
    const events = await eventsOf(groupId);
    expect(events.map(({ name, payload }) => ({ name, payload }))).toEqual(
      [minji, jun]
        .map(({ memberId }) => memberId)
        .sort()
        .map((memberId) => ({
          name: 'identity.member-added.v1',
          payload: { memberId, groupId, membershipVersion: expect.any(Number), addedBy: minji.memberId },
        })),
    );
  });

  it('again with the same content is the same group, also when both come at once', async () => {
    const input = { id: house.services.newId(), name: ' Field  team ', memberIds: [jun.memberId] };
    const retries = [input, { ...input, name: 'Field team', memberIds: [jun.memberId, jun.memberId] }];
    const ids = await Promise.all(retries.map((each) => createGroup(house.services, minji, each)));
    expect(ids).toEqual([input.id, input.id]);
    expect(await eventsOf(input.id)).toHaveLength(2);
  });

  it('again with other content is a conflict, as is the id of somebody else', async () => {
    const input = { id: house.services.newId(), name: 'Field team', memberIds: [jun.memberId] };
    await createGroup(house.services, minji, input);
    for (const [viewer, other] of [
      [minji, { ...input, name: 'Other team' }],
      [minji, { ...input, memberIds: [] }],
      [sora, input],
    ] as const)
      await expect(createGroup(house.services, viewer, other)).rejects.toBeInstanceOf(ConflictError);
    expect(await rolesIn(input.id)).toEqual({ jun: 'MEMBER', minji: 'OWNER' });
  });

  it.each([
    ['unknown', '01989d2c-0000-7000-8000-000000000009'],
    ['malformed', "' or 1=1"],
  ])('with an %s member writes nothing', async (_, memberId) => {
    const id = house.services.newId();
    const create = createGroup(house.services, minji, {
      id,
      name: 'Field team',
      memberIds: [jun.memberId, memberId],
    });
    await expect(create).rejects.toEqual(new NotFoundError());
    expect(await house.rows(sql`select from identity.groups where id = ${id}`)).toEqual([]);
    expect(await eventsOf(id)).toEqual([]);
  });

  it.each([
    ['id', { id: 'mine' }, 'input.id'],
    ['empty name', { name: ' ' }, 'input.name'],
    ['over-long name', { name: 'a'.repeat(81) }, 'input.name'],
    ['control character', { name: 'a\u0007b' }, 'input.name'],
  ])('with a bad %s names the field', async (_, changed, field) => {
    const input = { id: house.services.newId(), name: 'Field team', memberIds: [], ...changed };
    await expect(createGroup(house.services, minji, input)).rejects.toMatchObject({ field });
  });
});

describe('adding a member', () => {
  it('tells it once, however often it is asked', async () => {
    const groupId = await makeGroup(minji);
    await Promise.all([add(minji, groupId, jun), add(minji, groupId, jun), add(minji, groupId, jun)]);
    expect(await rolesIn(groupId)).toEqual({ jun: 'MEMBER', minji: 'OWNER' });
    expect(await eventsOf(groupId)).toHaveLength(2);
  });

  it('as OWNER promotes, with an audit line; as MEMBER never demotes', async () => {
    const groupId = await makeGroup(minji, jun);
    await add(minji, groupId, jun, 'OWNER');
    await add(minji, groupId, jun, 'MEMBER');
    expect(await rolesIn(groupId)).toEqual({ jun: 'OWNER', minji: 'OWNER' });
    expect(await auditOf(groupId)).toEqual([
      { action: 'GROUP_OWNER_MADE', actor_id: minji.memberId, subject_id: jun.memberId },
    ]);
  });

  it('is for owners and ADMIN; outsiders learn nothing about the group', async () => {
    const groupId = await makeGroup(minji, jun);
    await expect(add(jun, groupId, sora)).rejects.toBeInstanceOf(ForbiddenError);
    for (const id of [groupId, house.services.newId()])
      await expect(add(sora, id, sora)).rejects.toEqual(new NotFoundError());
    await add(admin, groupId, sora);
    expect(Object.keys(await rolesIn(groupId))).toEqual(['jun', 'minji', 'sora']);
  });
});

describe('removing a member', () => {
  it('tells it once, with an audit line', async () => {
    const groupId = await makeGroup(minji, jun);
    const attempts = await Promise.allSettled([remove(minji, groupId, jun), remove(minji, groupId, jun)]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(
      (await eventsOf(groupId)).filter(({ name }) => name === 'identity.member-removed.v1'),
    ).toMatchObject([{ payload: { memberId: jun.memberId, groupId, removedBy: minji.memberId } }]);
    expect(await auditOf(groupId)).toEqual([
      { action: 'GROUP_MEMBER_REMOVED', actor_id: minji.memberId, subject_id: jun.memberId },
    ]);
  });

  it('leaves an owner', async () => {
    const groupId = await makeGroup(minji, jun);
    await expect(remove(minji, groupId, minji)).rejects.toBeInstanceOf(ConflictError);
    expect(await rolesIn(groupId)).toEqual({ jun: 'MEMBER', minji: 'OWNER' });
  });

  it('leaves an owner, also when all of them leave at once', async () => {
    const owners = [minji, jun, sora, admin];
    for (let round = 0; round < 5; round += 1) {
      const groupId = await makeGroup(minji);
      for (const owner of owners) await add(minji, groupId, owner, 'OWNER');
      const attempts = await Promise.allSettled(owners.map((owner) => remove(owner, groupId, owner)));
      expect(attempts.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      expect(Object.values(await rolesIn(groupId))).toEqual(['OWNER']);
    }
  });

  it('is for owners and ADMIN, and for everybody themselves', async () => {
    const groupId = await makeGroup(minji, jun, sora);
    await expect(remove(jun, groupId, sora)).rejects.toBeInstanceOf(ForbiddenError);
    await remove(jun, groupId, jun);
    await expect(remove(jun, groupId, sora)).rejects.toBeInstanceOf(NotFoundError);
    await remove(admin, groupId, sora);
    expect(await rolesIn(groupId)).toEqual({ minji: 'OWNER' });
  });

  it('takes ids in any case', async () => {
    const groupId = await makeGroup(minji, jun);
    await removeMember(house.services, minji, {
      groupId: groupId.toUpperCase(),
      memberId: jun.memberId.toUpperCase(),
    });
    expect((await eventsOf(groupId)).at(-1)?.payload).toMatchObject({ memberId: jun.memberId, groupId });
  });
});

describe('a withdrawal', () => {
  it('leaves each group by its event, then tells that the account is closed', async () => {
    const leaver = await house.join('leaver');
    const groups = [
      await makeGroup(minji, leaver),
      await makeGroup(leaver, jun, sora),
      await makeGroup(leaver),
    ];
    const withdrawnAt = await withdraw(house.services, leaver, password);
    const events = (await house.events()).filter((event) => event.aggregate_id === leaver.memberId);
    expect(events.map(({ name, aggregate_seq }) => [aggregate_seq, name])).toEqual([
      [1, 'identity.member-joined.v1'],
      [2, 'identity.member-added.v1'],
      [3, 'identity.member-added.v1'],
      [4, 'identity.member-added.v1'],
      [5, 'identity.member-removed.v1'],
      [6, 'identity.member-removed.v1'],
      [7, 'identity.member-removed.v1'],
      [8, 'identity.member-withdrawn.v1'],
    ]);
    expect(events.at(-1)?.payload).toEqual({ memberId: leaver.memberId, membershipVersion: 8 });
    expect(withdrawnAt).toEqual(house.services.now());
    const left = await Promise.all(groups.map(rolesIn));
    expect(left[0]).toEqual({ minji: 'OWNER' });
    expect(Object.values(left[1] ?? {}).sort()).toEqual(['MEMBER', 'OWNER']);
    expect(left[2]).toEqual({});
    expect(
      await house.rows(
        sql`select action, detail from identity.audit_lines where subject_id = ${leaver.memberId}`,
      ),
    ).toEqual([{ action: 'MEMBER_WITHDRAWN', detail: {} }]);
    expect(
      await house.rows(sql`select from identity.credentials where member_id = ${leaver.memberId}`),
    ).toEqual([]);
  });

  it('needs the password, and not too many guesses', async () => {
    const guesser = await house.join('guesser');
    const guess = () =>
      withdraw(house.services, guesser, 'not the password').catch((error: unknown) => error);
    for (let count = 1; count <= 10; count += 1)
      expect(await guess()).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.password' });
    expect(await guess()).toMatchObject({ code: 'RATE_LIMITED' });
    house.passMs(300_000);
    await expect(withdraw(house.services, guesser, password)).resolves.toBeInstanceOf(Date);
  });

  it('of the last ADMIN is a conflict', async () => {
    await expect(withdraw(house.services, admin, password)).rejects.toBeInstanceOf(ConflictError);
  });

  it('and being added at the same moment end with nobody withdrawn in a group', async () => {
    for (let round = 0; round < 10; round += 1) {
      const leaver = await house.join(`racer${round}`);
      const groupId = await makeGroup(minji);
      await Promise.allSettled([withdraw(house.services, leaver, password), add(minji, groupId, leaver)]);
      expect(await rolesIn(groupId)).toEqual({ minji: 'OWNER' });
    }
  });
});

describe('whatever happens to memberships at once', () => {
  const change = fc.record({ kind: fc.constantFrom('add', 'remove'), member: fc.nat(3), group: fc.nat(1) });

  it('the events of each member are 1, 2, 3 … and replay to what is stored', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 30 }), async (changes) => {
        const people = [minji, jun, sora, admin];
        const groups = [await makeGroup(minji), await makeGroup(minji)];
        await Promise.allSettled(
          changes.map(({ kind, member, group }) => {
            const [who = minji, where = ''] = [people[member], groups[group]];
            return kind === 'add' ? add(minji, where, who) : remove(minji, where, who);
          }),
        );
        const replayed = new Map<string, Set<unknown>>(groups.map((id) => [id, new Set()]));
        const seqs = new Map<string, number>();
        for (const { name, aggregate_id, aggregate_seq, payload } of await house.events()) {
          expect(aggregate_seq).toBe((seqs.get(aggregate_id) ?? 0) + 1);
          seqs.set(aggregate_id, aggregate_seq);
          expect(payload).toMatchObject({ membershipVersion: aggregate_seq });
          const members = replayed.get(String(payload.groupId));
          if (name === 'identity.member-added.v1') members?.add(aggregate_id);
          if (name === 'identity.member-removed.v1') members?.delete(aggregate_id);
        }
        for (const [groupId, members] of replayed) {
          const stored = await house.rows(
            sql`select member_id from identity.group_members where group_id = ${groupId}`,
          );
          expect(new Set(stored.map((row) => row['member_id']))).toEqual(members);
        }
      }),
      { numRuns: 15 },
    );
  });
});
