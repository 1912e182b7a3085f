import { describe, expect, it } from 'vitest';
import { assertMayLeave, type CreateChatRoomInput, planChatRoom, requestKey } from './chat-room.ts';

const id = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`;
const [me, joon, sora, sales] = [id('1'), id('2'), id('3'), id('a')];
const group: CreateChatRoomInput = {
  ...{ id: id('f'), kind: 'GROUP', title: 'Busan' },
  ...{ memberIds: [sora, joon, joon], groupIds: [] },
};
const direct: CreateChatRoomInput = { id: id('f'), kind: 'DIRECT', memberIds: [joon], groupIds: [] };

describe('planChatRoom', () => {
  it('puts who creates a room without groups into it, each member once', () => {
    expect(planChatRoom(me, group)).toEqual({
      ...{ id: id('f'), kind: 'GROUP', title: 'Busan', createdBy: me },
      ...{ ownMemberIds: [me, joon, sora], groupIds: [] },
    });
  });

  it('leaves who creates a room for a group to the group', () => {
    expect(planChatRoom(me, { ...group, groupIds: [sales] }).ownMemberIds).toEqual([joon, sora]);
  });

  it('keeps who names themselves beside a group', () => {
    const plan = planChatRoom(me, { ...group, memberIds: [me.toUpperCase()], groupIds: [sales] });
    expect(plan.ownMemberIds).toEqual([me]);
  });

  it('makes a direct room for the viewer and one other', () => {
    expect(planChatRoom(me, { ...direct, memberIds: [joon, me] })).toMatchObject({
      title: null,
      ownMemberIds: [me, joon],
    });
  });

  it.each<[string, CreateChatRoomInput, string]>([
    ['an id that is none', { ...group, id: 'room' }, 'input.id'],
    ['a group room without a title', { ...group, title: null }, 'input.title'],
    ['a group room of one', { ...group, memberIds: [me] }, 'input.memberIds'],
    ['a group room of 501 others', { ...group, memberIds: many(501) }, 'input.memberIds'],
    ['a room for 21 groups', { ...group, groupIds: many(21) }, 'input.groupIds'],
    ['a direct room with oneself', { ...direct, memberIds: [me] }, 'input.memberIds'],
    ['a direct room of three', { ...direct, memberIds: [joon, sora] }, 'input.memberIds'],
    ['a direct room with a title', { ...direct, title: 'Us' }, 'input.title'],
    ['a direct room for a group', { ...direct, groupIds: [sales] }, 'input.groupIds'],
  ])('refuses %s', (_, input, field) => {
    expect(() => planChatRoom(me, input)).toThrow(expect.objectContaining({ field }));
  });

  it('answers a member id that cannot exist like an unknown one', () => {
    expect(() => planChatRoom(me, { ...group, memberIds: ['7'] })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});

describe('requestKey', () => {
  it('is equal for the same request in another order, and different for another', () => {
    const key = (input: CreateChatRoomInput) => requestKey(planChatRoom(me, input));
    expect(key({ ...group, memberIds: [joon, sora], id: id('e') })).toBe(key(group));
    expect(key({ ...group, title: 'Seoul' })).not.toBe(key(group));
    expect(key({ ...group, memberIds: [joon] })).not.toBe(key(group));
  });
});

describe('assertMayLeave', () => {
  it('lets a member leave a group room they were named for', () => {
    expect(() => assertMayLeave({ kind: 'GROUP', isThroughGroup: false })).not.toThrow();
  });

  it.each([
    { kind: 'DIRECT', isThroughGroup: false },
    { kind: 'GROUP', isThroughGroup: true },
  ] as const)('refuses %j', (standing) => {
    expect(() => assertMayLeave(standing)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});

const many = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `00000000-0000-7000-8000-${String(index + 100).padStart(12, '0')}`,
  );
