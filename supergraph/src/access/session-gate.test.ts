import { describe, expect, it, vi } from 'vitest';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { type AskForSessions, createSessionGate, type SessionAnswer } from './session-gate.ts';

const viewer = (id: string): Viewer => ({
  memberId: `m-${id}`,
  sessionId: id,
  roles: ['MEMBER'],
  membershipVersion: 1,
});
const alive = (id: string): SessionAnswer => ({
  memberId: `m-${id}`,
  roles: ['ADMIN'],
  membershipVersion: 2,
});
const answering = (answer: (id: string) => SessionAnswer) =>
  vi.fn<AskForSessions>(async (ids) => new Map(ids.map((id) => [id, answer(id)])));

describe('the session gate', () => {
  it('gives the viewer as identity knows him now', async () => {
    const gate = createSessionGate(answering(alive));
    expect(await gate.check(viewer('a'))).toEqual({ ...viewer('a'), roles: ['ADMIN'], membershipVersion: 2 });
  });

  it('asks once for all operations of a tick', async () => {
    const ask = answering(alive);
    const gate = createSessionGate(ask);
    await Promise.all(['a', 'b', 'a', 'c'].map((id) => gate.check(viewer(id))));
    expect(ask.mock.calls).toEqual([[['a', 'b', 'c']]]);
    await gate.check(viewer('a'));
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it.each<[string, (id: string) => SessionAnswer]>([
    ['has ended', () => null],
    ['belongs to another member', () => alive('other')],
  ])('refuses a session that %s', async (_, answer) => {
    expect(await createSessionGate(answering(answer)).check(viewer('a'))).toBeNull();
  });

  it('refuses a session that identity does not know', async () => {
    const gate = createSessionGate(async () => new Map());
    expect(await gate.check(viewer('a'))).toBeNull();
  });

  describe('while identity is out', () => {
    const silent = () => new Promise<never>(() => undefined);
    const broken = () => Promise.reject(new Error('out'));

    it.each([
      ['does not answer', silent],
      ['fails', broken],
    ])('and %s, the token’s own word counts', async (_, ask) => {
      expect(await createSessionGate(ask, 20).check(viewer('a'))).toEqual(viewer('a'));
    });

    it('the last known answer counts before the token’s', async () => {
      let isOut = false;
      const gate = createSessionGate(
        async (ids) => (isOut ? silent() : new Map(ids.map((id) => [id, id === 'dead' ? null : alive(id)]))),
        20,
      );
      await Promise.all([gate.check(viewer('a')), gate.check(viewer('dead'))]);
      isOut = true;
      expect(await gate.check(viewer('a'))).toMatchObject({ roles: ['ADMIN'] });
      expect(await gate.check(viewer('dead'))).toBeNull();
    });

    it('an answer that came too late is remembered', async () => {
      const late = Promise.withResolvers<ReadonlyMap<string, SessionAnswer>>();
      const ask = vi.fn<AskForSessions>().mockReturnValueOnce(late.promise).mockImplementation(silent);
      const gate = createSessionGate(ask, 20);
      expect(await gate.check(viewer('a'))).toEqual(viewer('a'));
      late.resolve(new Map([['a', null]]));
      expect(await gate.check(viewer('a'))).toBeNull();
    });
  });
});
