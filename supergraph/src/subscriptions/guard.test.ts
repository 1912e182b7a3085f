import { type ExecutionResult, GraphQLError, parse } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Credential } from '../access/access.ts';
import { Caller } from '../graph/caller.ts';
import { GuardRoom, type RunGuard } from './guard.ts';

const guard = parse('query { room { id } }');
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
const roomWith = (run: RunGuard) => {
  const room = new GuardRoom(run, 1);
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
    await expect(room.enter(guard, 'k', {}, ann)).rejects.toMatchObject({ extensions: { code } });
  });

  it('asks again while someone listens, once for all connections of a viewer, and not afterwards', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9); // 450 ms apart, so that none is passed over between two looks
    const run = vi.fn<RunGuard>(async () => yes);
    const room = roomWith(run);
    const seats = await Promise.all([room.enter(guard, 'k', {}, ann), room.enter(guard, 'k', {}, ann)]);
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
    for (const end of revoked) (await room.enter(guard, 'k', {}, ann)).hold({ end });
    answer = no;
    for (const listener of revoked) await vi.waitFor(() => expect(listener).toHaveBeenCalledOnce(), 2_000);
  });

  it('keeps everyone while the subgraph cannot answer', async () => {
    let answer: ExecutionResult = yes;
    const run = vi.fn<RunGuard>(async () => answer);
    const onRevoked = vi.fn();
    (await roomWith(run).enter(guard, 'k', {}, ann)).hold({ end: onRevoked });
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
    for (const one of [old, fresh]) (await room.enter(guard, 'k', {}, one)).hold({ end: onRevoked });
    isOver = true;
    await vi.waitFor(
      () => expect(run.mock.calls.slice(2).some(([, , as]) => as === fresh)).toBe(true),
      2_000,
    );
    expect(onRevoked).not.toHaveBeenCalled();
  });
});
