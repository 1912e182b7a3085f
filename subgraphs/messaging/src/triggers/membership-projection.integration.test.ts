import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChatRoom } from '../actions/create-chat-room.ts';
import { leaveChatRoom } from '../actions/leave-chat-room.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
let minji: Viewer;
let joon: Viewer;

beforeAll(async () => {
  stage = await openStage();
  [minji, joon] = [await stage.identity.join(), await stage.identity.join()];
});
afterAll(() => stage.close());

const roomFor = (groupIds: string[], memberIds: string[] = []) =>
  createChatRoom(stage.services, stage.identity.viewer(minji.memberId), {
    ...{ id: newUuid(), kind: 'GROUP', title: 'Sales', memberIds, groupIds },
  });

/** All that a room remembers of one member. */
async function traces(roomId: string, memberId: string) {
  const values = [roomId, memberId];
  const members = await stage.rows(
    'select from messaging.chat_room_members where room_id = $1 and member_id = $2',
    values,
  );
  const timeline = await stage.rows<{ kind: string; seq: number }>(
    'select kind, seq from messaging.messages where room_id = $1 and member_id = $2 order by seq',
    values,
  );
  const events = await stage.rows<{ seq: number }>(
    `select aggregate_seq::int as seq from messaging.outbox
     where aggregate_id = $1 and payload ->> 'memberId' = $2 order by id`,
    values,
  );
  const audit = await stage.rows(
    `select action, actor_id as actor, cause_event_id as cause from messaging.audit_lines
     where room_id = $1 and member_id = $2 order by at, id`,
    values,
  );
  return { isMember: members.length === 1, timeline, events: events.map(({ seq }) => seq), audit };
}

describe('a room that follows a group', () => {
  it('gains a member with one row, one message, one event, one audit line', async () => {
    const sales = await stage.identity.group(minji);
    const roomId = await roomFor([sales]);
    const { id: cause } = await stage.identity.add(sales, joon.memberId, minji.memberId);
    expect(await traces(roomId, joon.memberId)).toEqual({
      isMember: true,
      timeline: [{ kind: 'MEMBER_JOINED', seq: 1 }],
      events: [1],
      audit: [{ action: 'MEMBER_JOINED', actor: minji.memberId, cause }],
    });
  });

  it('loses a member with the same, and only once when the event is handed over again', async () => {
    const sales = await stage.identity.group(minji, joon);
    const roomId = await roomFor([sales]);
    const removed = await stage.identity.remove(sales, joon.memberId, minji.memberId);
    const once = {
      isMember: false,
      timeline: [{ kind: 'MEMBER_LEFT', seq: 1 }],
      events: [1],
      audit: [{ action: 'MEMBER_LEFT', actor: minji.memberId, cause: removed.id }],
    };
    expect(await traces(roomId, joon.memberId)).toEqual(once);
    await stage.identity.take(removed);
    expect(await traces(roomId, joon.memberId)).toEqual(once);
  });

  it('is not gained again by a member whose coming is told once more after the going', async () => {
    const sales = await stage.identity.group(minji);
    const roomId = await roomFor([sales]);
    const added = await stage.identity.add(sales, joon.memberId);
    await stage.identity.remove(sales, joon.memberId);
    await stage.identity.take(added);
    expect(await traces(roomId, joon.memberId)).toMatchObject({ isMember: false, events: [1, 2] });
  });

  it('keeps a member who is there through another group, or by name', async () => {
    const [sales, service] = [
      await stage.identity.group(minji, joon),
      await stage.identity.group(minji, joon),
    ];
    const [both, named] = [await roomFor([sales, service]), await roomFor([sales], [joon.memberId])];
    await stage.identity.remove(sales, joon.memberId);
    for (const roomId of [both, named])
      expect(await traces(roomId, joon.memberId)).toMatchObject({ isMember: true, timeline: [], events: [] });
    await stage.identity.remove(service, joon.memberId);
    expect(await traces(both, joon.memberId)).toMatchObject({ isMember: false, events: [1] });
    expect(await traces(named, joon.memberId)).toMatchObject({ isMember: true });
  });

  it('does nothing for a member who is in the room already', async () => {
    const sales = await stage.identity.group(minji);
    const roomId = await roomFor([sales], [joon.memberId]);
    await stage.identity.add(sales, joon.memberId);
    expect(await traces(roomId, joon.memberId)).toMatchObject({ isMember: true, timeline: [], audit: [] });
  });

  it('cannot be left by whom the group keeps in it, but by who came by name', async () => {
    const sales = await stage.identity.group(minji);
    const roomId = await roomFor([sales], [joon.memberId]);
    const leave = (viewer: Viewer) =>
      leaveChatRoom(stage.services, stage.identity.viewer(viewer.memberId), { roomId });
    await expect(leave(minji)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await leave(joon)).toBe(roomId);
    expect(await traces(roomId, joon.memberId)).toMatchObject({
      isMember: false,
      timeline: [{ kind: 'MEMBER_LEFT', seq: 1 }],
      audit: [{ action: 'MEMBER_LEFT', actor: joon.memberId, cause: null }],
    });
    await expect(leave(joon)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has the union of its groups and its own members after any sequence of events', async () => {
    const people = 4;
    const step = fc.record({
      kind: fc.constantFrom<'add' | 'remove'>('add', 'remove'),
      group: fc.nat(1),
      person: fc.nat(people - 1),
    });
    const own = fc.uniqueArray(fc.nat(people - 1), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(own, fc.array(step, { maxLength: 12 }), async (ownIndexes, steps) => {
        const members = await stage.identity.joinAll(people);
        const idOf = (index: number) => members[index]?.memberId ?? '';
        const groups = [await stage.identity.group(minji), await stage.identity.group(minji)];
        const roomId = await roomFor(groups, ownIndexes.map(idOf));
        const inGroups = groups.map(() => new Set<number>());
        let changes = 0;
        const isIn = (person: number) =>
          ownIndexes.includes(person) || inGroups.some((group) => group.has(person));
        for (const { kind, group, person } of steps) {
          const wasIn = isIn(person);
          if (kind === 'add') inGroups[group]?.add(person);
          else inGroups[group]?.delete(person);
          await stage.identity[kind](groups[group] ?? '', idOf(person));
          if (isIn(person) !== wasIn) changes += 1;
        }
        const rows = await stage.rows<{ id: string }>(
          'select member_id as id from messaging.chat_room_members where room_id = $1',
          [roomId],
        );
        const expected = members.filter((_, index) => isIn(index)).map(({ memberId }) => memberId);
        expect(rows.map(({ id }) => id).sort()).toEqual([minji.memberId, ...expected].sort());
        const timeline = await stage.rows(
          'select seq from messaging.messages where room_id = $1 order by seq',
          [roomId],
        );
        expect(timeline).toEqual(Array.from({ length: changes }, (_, index) => ({ seq: index + 1 })));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a member who closes the account', () => {
  it('leaves every room once, direct ones and own memberships too', async () => {
    const leaver = await stage.identity.join();
    const sales = await stage.identity.group(minji, leaver);
    const followed = await roomFor([sales]);
    const named = await roomFor([], [leaver.memberId]);
    const direct = await createChatRoom(stage.services, stage.identity.viewer(leaver.memberId), {
      ...{ id: newUuid(), kind: 'DIRECT', memberIds: [minji.memberId], groupIds: [] },
    });
    await stage.identity.remove(sales, leaver.memberId);
    const withdrawn = await stage.identity.withdraw(leaver.memberId);
    await stage.identity.take(withdrawn);
    for (const roomId of [followed, named, direct])
      expect(await traces(roomId, leaver.memberId)).toMatchObject({
        isMember: false,
        timeline: [{ kind: 'MEMBER_LEFT', seq: 1 }],
        events: [1],
      });
  });
});
