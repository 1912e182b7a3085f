import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Credential } from '../access/access.ts';
import { Caller } from '../graph/caller.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { AskAudience, Audience } from './audience.ts';
import { type Guard, GuardRoom, type RunGuard } from './guard.ts';

const guard: Guard = {
  ...{ document: parse('query { room { id } }'), variables: {}, audience: null, key: 'k' },
};
const audience: Audience = { subgraph: 'rooms', query: '{ listeners }', variables: {} };
const credential = (memberId: string): Credential => ({
  memberId,
  caller: async (requestId) => new Caller({ viewer: null, isService: false, requestId }),
});
const ann = credential('ann');
const yes = { data: { room: { id: 'r1' } } };
const no = { data: { room: null } };
const outage = {
  data: { room: null },
  errors: [new GraphQLError('away', { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } })],
};
const forbidden = { data: null, errors: [new GraphQLError('no', { extensions: { code: 'FORBIDDEN' } })] };

const rooms: GuardRoom[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  rooms.splice(0).forEach((room) => room.close());
});
const unasked: AskAudience = () => Promise.reject(new Error('nobody is to ask this'));
const roomWith = (run: RunGuard, askAudience = unasked) => {
  const room = new GuardRoom({ run, askAudience, everyMs: 1 });
  rooms.push(room);
  return room;
};

describe('GuardRoom', () => {
  it.each([
    ['null', no, 'NOT_FOUND'],
    ['an error', forbidden, 'FORBIDDEN'],
    ['an outage', outage, 'SUBGRAPH_UNAVAILABLE'],
  ])('lets nobody in on %s', async (_, answer, code) => {
    const room = roomWith(async () => answer);
    await expect(room.enter(guard, ann)).rejects.toMatchObject({ extensions: { code } });
  });

  it('asks again while someone listens, once for all connections of a viewer, and not afterwards', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9); // 450 ms apart, so that none is passed over between two looks
    const run = vi.fn<RunGuard>(async () => yes);
    const room = roomWith(run);
    const seats = await Promise.all([room.enter(guard, ann), room.enter(guard, ann)]);
    expect(run).toHaveBeenCalledTimes(2);
    await vi.waitFor(() => expect(run.mock.calls.length).toBe(3), 2_000);
    seats.forEach((seat) => seat.release());
    const asked = run.mock.calls.length;
    await sleep(600);
    expect(run.mock.calls.length).toBe(asked);
  });

  it('tells every connection when the right is gone, once', async () => {
    let answer: ExecutionResult = yes;
    const room = roomWith(async () => answer);
    const revoked = [vi.fn(), vi.fn()];
    for (const end of revoked) (await room.enter(guard, ann)).hold({ end });
    answer = no;
    for (const listener of revoked) await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce(), 2_000);
  });

  it('tells also a connection whose stream begins when the right is gone already', async () => {
    let answer: ExecutionResult = yes;
    const room = roomWith(async () => answer);
    const [early, late] = [await room.enter(guard, ann), await room.enter(guard, ann)];
    const revoked = [vi.fn(), vi.fn()] as const;
    early.hold({ end: revoked[0] });
    answer = no;
    await vi.waitFor(() => expect(revoked[0]).toHaveBeenCalledOnce(), 2_000);
    late.hold({ end: revoked[1] });
    expect(revoked[1].mock.calls).toEqual(revoked[0].mock.calls);
  });

  it('keeps everyone while the subgraph cannot answer', async () => {
    let answer: ExecutionResult = yes;
    const run = vi.fn<RunGuard>(async () => answer);
    const onRevoked = vi.fn();
    (await roomWith(run).enter(guard, ann)).hold({ end: onRevoked });
    answer = outage;
    await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThan(2), 3_000);
    expect(onRevoked).not.toHaveBeenCalled();
  });

  it('asks with another of the viewer’s connections when the first one’s token is over', async () => {
    const [old, fresh] = [credential('ann'), credential('ann')];
    let isOver = false;
    const run = vi.fn<RunGuard>(async (_guard, _variables, as) => {
      if (as === old && isOver) throw new UnauthenticatedError();
      return yes;
    });
    const room = roomWith(run);
    const onRevoked = vi.fn();
    for (const one of [old, fresh]) (await room.enter(guard, one)).hold({ end: onRevoked });
    isOver = true;
    await vi.waitFor(
      () => expect(run.mock.calls.slice(2).some(([, , as]) => as === fresh)).toBe(true),
      2_000,
    );
    expect(onRevoked).not.toHaveBeenCalled();
  });

  it('asks again as each of those whom nothing but their own header tells apart', async () => {
    const strangers = ['Basic ann', 'Basic bob'].map((stranger): Credential => ({
      ...{ memberId: null, stranger },
      caller: (requestId) => new Caller({ viewer: null, isService: false, requestId }),
    }));
    let isBobOut = false;
    const room = roomWith(async (_guard, _variables, { stranger }) =>
      isBobOut && stranger === 'Basic bob' ? no : yes,
    );
    const ends = [vi.fn(), vi.fn()];
    for (const [index, one] of strangers.entries())
      (await room.enter(guard, one)).hold({ end: ends[index] ?? vi.fn() });
    isBobOut = true;
    await vi.waitFor(() => expect(ends[1]).toHaveBeenCalledOnce(), 2_000);
    expect(ends[0]).not.toHaveBeenCalled();
  });

  describe('where the subgraph can tell of many', () => {
    const inRoom = new Set<string>();
    const asked: (readonly string[])[] = [];
    const tell: AskAudience = async (_audience, memberIds) => {
      asked.push(memberIds);
      return new Set(memberIds.filter((id) => inRoom.has(id)));
    };
    const guardOf: RunGuard = async (_guard, _variables, { memberId }) =>
      inRoom.has(memberId ?? '') ? yes : no;
    const run = vi.fn<RunGuard>();
    const ids = Array.from({ length: 600 }, (_, index) => `member ${index}`);
    const enterAll = async (askAudience: AskAudience) => {
      run.mockReset().mockImplementation(guardOf);
      asked.length = 0;
      for (const id of ids) inRoom.add(id);
      const room = roomWith(run, askAudience);
      return Promise.all(
        ids.map(async (id) => {
          const end = vi.fn();
          const seat = await room.enter({ ...guard, audience }, credential(id));
          seat.hold({ end });
          return { end, seat };
        }),
      );
    };

    it('asks about all of them in few questions, and nobody’s guard again', async () => {
      await enterAll(tell);
      await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(4), 3_000);
      expect(asked.slice(0, 2)).toEqual([ids.slice(0, 500), ids.slice(500)]);
      expect(run).toHaveBeenCalledTimes(ids.length);
    });

    it('asks the guard of whom the answer leaves out, and ends who does not pass it', async () => {
      const all = await enterAll(tell);
      inRoom.delete('member 7');
      await vi.waitFor(() => expect(all[7]?.end).toHaveBeenCalledOnce(), 2_000);
      expect(all.filter(({ end }) => end.mock.calls.length > 0)).toHaveLength(1);
      expect(run.mock.calls.slice(ids.length).map(([, , as]) => as.memberId)).toEqual(['member 7']);
    });

    it('keeps who passes the guard, whatever is said of many', async () => {
      const all = await enterAll(async () => new Set());
      await vi.waitFor(() => expect(run.mock.calls.length).toBeGreaterThanOrEqual(3 * ids.length), 3_000);
      expect(all.filter(({ end }) => end.mock.calls.length > 0)).toEqual([]);
    });

    it.each([
      ['keeps everyone while the subgraph cannot answer', new SubgraphUnavailableError('rooms'), 0],
      ['asks each guard where the subgraph does not know the question', new TypeError('what?'), 600],
    ])('%s', async (_, error, guards) => {
      const ask = vi.fn<AskAudience>(() => Promise.reject(error));
      const all = await enterAll(ask);
      inRoom.clear();
      await vi.waitFor(() => expect(ask.mock.calls.length).toBeGreaterThanOrEqual(2), 2_000);
      await vi.waitFor(() => expect(run.mock.calls.length - ids.length).toBe(guards), 2_000);
      expect(all.filter(({ end }) => end.mock.calls.length > 0)).toHaveLength(guards);
    });

    it('asks nobody’s guard twice at once, and holds up neither the others nor the next question', async () => {
      const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
      const all = await enterAll(async (_audience, memberIds) => {
        asked.push(memberIds);
        throw new TypeError('what?');
      });
      run.mockImplementation((_guard, _variables, { memberId }) =>
        memberId === 'member 7' ? promise : Promise.resolve(inRoom.has(memberId ?? '') ? yes : no),
      );
      inRoom.clear();
      const ended = () => all.filter(({ end }) => end.mock.calls.length > 0).length;
      await vi.waitFor(() => expect(ended()).toBe(599), 2_000);
      const questions = asked.length;
      await vi.waitFor(() => expect(asked.slice(questions)).toContainEqual(['member 7']), 2_000);
      resolve(no);
      await vi.waitFor(() => expect(ended()).toBe(600), 2_000);
    });

    it('asks about the next of them before it is told of the first', async () => {
      const { promise, resolve } = Promise.withResolvers<ReadonlySet<string>>();
      await enterAll((_audience, memberIds) => {
        asked.push(memberIds);
        return promise;
      });
      await vi.waitFor(() => expect(asked.map((some) => some.length)).toEqual([500, 100]), 2_000);
      resolve(inRoom);
    });

    it('asks no more guards at a time than are good for their subgraph, and asks the next at once', async () => {
      await enterAll(() => Promise.reject(new TypeError('what?')));
      const answers: (() => void)[] = [];
      run.mockImplementation(() => new Promise((answer) => void answers.push(() => answer(yes))));
      await vi.waitFor(() => expect(answers).toHaveLength(50), 2_000);
      answers[3]?.();
      await vi.waitFor(() => expect(answers).toHaveLength(51), 2_000);
    });

    it('asks about nobody who has gone', async () => {
      const all = await enterAll(tell);
      for (const { seat } of all.slice(1)) seat.release();
      asked.length = 0;
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0), 2_000);
      expect(asked.every((some) => some.length === 1)).toBe(true);
      all[0]?.seat.release();
      asked.length = 0;
      await sleep(600);
      expect(asked).toEqual([]);
    });
  });
});
