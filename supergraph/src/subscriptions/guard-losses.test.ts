import { GraphQLError, parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Credential } from '../access/access.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import { Caller } from '../graph/caller.ts';
import type { AskAudience } from './audience.ts';
import { type Guard, GuardRoom, type RunGuard } from './guard.ts';

const guard: Guard = {
  ...{ document: parse('query { room { id } }'), variables: {}, key: 'k' },
  audience: { subgraph: 'rooms', query: '{ listeners }', variables: {} },
};
const count = 10_000;
const ids = Array.from({ length: count }, (_, index) => `member ${index}`);
const credential = (memberId: string): Credential => ({
  memberId,
  caller: async (requestId) => new Caller({ viewer: null, isService: false, requestId }),
});

const after = <Value>(ms: number, value: () => Value): Promise<Value> =>
  new Promise((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(value());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }, ms);
  });

/** What ten thousand who listened to one room met when all of them lost it in one moment. */
describe('ten thousand who lose a room at once', () => {
  const inRoom = new Set<string>();
  let guards: number;
  let questions: number[];
  let room: GuardRoom;
  let ask: AskAudience;
  let run: RunGuard;
  /** Whose streams have ended, when after the loss in milliseconds, and with what. */
  let ended: { readonly id: string; readonly afterMs: number; readonly code: unknown }[];
  let lostAtMs: number;

  /** Any time a subgraph takes is played, up to what is waited for. */
  const listeners =
    (ms: number): AskAudience =>
    (_audience, memberIds, withinMs = 1_000) => {
      questions.push(memberIds.length);
      const now = new Set(memberIds.filter((id) => inRoom.has(id))); // as things are when it is asked
      return after(Math.min(ms, withinMs), () => {
        if (ms > withinMs) throw new SubgraphUnavailableError('rooms');
        return now;
      });
    };
  const guardAfter =
    (ms: (memberId: string) => number): RunGuard =>
    (_guard, _variables, { memberId }) => {
      guards += 1;
      return after(ms(memberId ?? ''), () => ({ data: { room: inRoom.has(memberId ?? '') ? {} : null } }));
    };

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.999); // the longest time between two rounds
    [ended, questions, guards] = [[], [], 0];
    for (const id of ids) inRoom.add(id);
    [ask, run] = [listeners(20), async () => ({ data: { room: {} } })];
    room = new GuardRoom({ run: (...all) => run(...all), askAudience: (...all) => ask(...all) });
    for (const id of ids) {
      const end = (error: unknown) => {
        const code = error instanceof GraphQLError ? error.extensions['code'] : error;
        ended.push({ id, code, afterMs: performance.now() - lostAtMs });
      };
      (await room.enter(guard, credential(id))).hold({ end });
    }
  });
  afterEach(() => {
    room.close();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** In the moment that is the worst: just after everybody was asked about. */
  async function lose(who: readonly string[] = ids) {
    while (questions.length === 0) await vi.advanceTimersToNextTimerAsync();
    [lostAtMs, questions, guards] = [performance.now(), [], 0];
    for (const id of who) inRoom.delete(id);
  }
  const told = () => ({
    questions: questions.length,
    guards,
    ended: ended.length,
    codes: [...new Set(ended.map(({ code }) => code))],
    lastAfterMs: Math.ceil(Math.max(...ended.map(({ afterMs }) => afterMs)) / 10) * 10,
  });
  const never = 60_000;

  it.each([
    ['whose guards answer', 20, () => 20],
    ['whose guards all hang', 20, () => never],
    ['of whose guards fifty hang', 20, (id: string) => (Number(id.slice(7)) < 50 ? never : 20)],
    ['whose guards hang in front of a subgraph that barely answers', 499, () => never],
  ])('are out within five seconds, %s', async (_, answerMs, guardMs) => {
    await lose();
    [ask, run] = [listeners(answerMs), guardAfter(guardMs)];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told()).toMatchObject({ ended: count, codes: ['NOT_FOUND'] });
    expect(told().lastAfterMs).toBeLessThanOrEqual(5_000);
    // Of one answer, of a second one about those whom no guard has said anything of, and of the next round: about nobody.
    expect(questions.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 500));
    expect(questions).toHaveLength(40);
    expect(guards).toBe(50);
  });

  it('are out within five seconds though all wait already for guards that hang', async () => {
    ask = async (_audience, memberIds) => {
      questions.push(memberIds.length);
      throw new TypeError('what?');
    };
    run = guardAfter(() => never);
    await lose();
    ask = listeners(20);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told()).toMatchObject({ ended: count, codes: ['NOT_FOUND'] });
  });

  it('are out when behind the answer that left them out nobody answers any more', async () => {
    await lose();
    const answering = listeners(999);
    ask = (...asked) => {
      if (questions.length < 20) return answering(...asked);
      return listeners(never)(...asked);
    };
    run = guardAfter(() => never);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told()).toMatchObject({ ended: count, codes: ['SUBGRAPH_UNAVAILABLE'] });
    expect(told().lastAfterMs).toBeLessThanOrEqual(5_000);
  });

  it('are out by their own guards though behind the answer that left them out nobody answers any more', async () => {
    await lose(ids.slice(1));
    ask = (...asked) => {
      if (questions.length >= 20) return listeners(never)(...asked);
      questions.push(asked[1].length);
      return Promise.resolve(new Set()); // also without him who may listen, so that each guard is asked
    };
    run = guardAfter(() => 40);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(new Set(ended.map(({ id }) => id))).toEqual(new Set(ids.slice(1)));
  });

  it('keep what the last answer gave while nobody has said anything against them', async () => {
    await lose();
    [ask, run] = [listeners(never), guardAfter(() => never)];
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ended).toEqual([]);
  });

  it('do not take with them those who stay', async () => {
    await lose(ids.slice(0, 5_000));
    [ask, run] = [listeners(20), guardAfter(() => 20)];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(new Set(ended.map(({ id }) => id))).toEqual(new Set(ids.slice(0, 5_000)));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ended).toHaveLength(5_000);
  });

  it('keep their streams where a guard says that the answer about all of them was wrong', async () => {
    await lose([]);
    run = guardAfter(() => 20);
    ask = async (_audience, memberIds) => {
      questions.push(memberIds.length);
      return new Set();
    };
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ended).toEqual([]);
  });

  it('keep theirs whom the second answer names', async () => {
    await lose([]);
    run = guardAfter(() => never);
    let first = 20;
    const answering = listeners(20);
    ask = (...asked) => ((first -= 1) >= 0 ? Promise.resolve(new Set()) : answering(...asked));
    await vi.advanceTimersByTimeAsync(9_000);
    expect(ended).toEqual([]);
  });
});
