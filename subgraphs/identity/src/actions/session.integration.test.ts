import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { createAccessTokenVerifier, localKeySet } from '@moim/kit/auth/access-token-verifier.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { checkSessions } from './check-sessions.ts';
import { cleanSessions } from './clean-sessions.ts';
import { issueAccessToken } from './issue-access-token.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { openSession } from './open-session.ts';
import { refreshSession } from './refresh-session.ts';
import { publishedKeys, rotateSigningKey } from './signing-key.ts';
import { withdraw } from './withdraw.ts';

let house: House;
let memberId: string;
beforeAll(async () => {
  house = await openHouse();
  await house.join('first');
  ({ memberId } = await house.join('minji', '김민지'));
});
afterAll(() => house.close());

const open = () => openSession(house.services, memberId);
const refresh = (token: string) => refreshSession(house.services, token);
const isAlive = async (sessionId: string) =>
  (await checkSessions(house.services, [sessionId]))[sessionId] !== null;
const dayMs = 86_400_000;

describe('a session', () => {
  it('stands for its member with the roles of now', async () => {
    const { viewer } = await open();
    expect(viewer).toMatchObject({ memberId, roles: ['MEMBER'], membershipVersion: 1 });
    const unknown = house.services.newId();
    expect(await checkSessions(house.services, [viewer.sessionId, 'nonsense', unknown])).toEqual({
      [viewer.sessionId]: { memberId, roles: ['MEMBER'], membershipVersion: 1 },
      nonsense: null,
      [unknown]: null,
    });
  });

  it('is checked with one statement for any number', async () => {
    const opened = await Promise.all(Array.from({ length: 20 }, open));
    const statements = await house.countStatements(() =>
      checkSessions(
        house.services,
        opened.map(({ viewer }) => viewer.sessionId),
      ),
    );
    expect(statements).toBe(1);
  });

  it('writes no member row', async () => {
    const versionOf = () =>
      house.rows(sql`select xmin::text, ctid::text from identity.members where id = ${memberId}`);
    const before = await versionOf();
    await logIn(house.services, { handle: 'minji', password, address: '192.0.2.1' });
    expect(await versionOf()).toEqual(before);
  });

  it('keeps no token that could be used', async () => {
    const { refreshToken } = await open();
    const stored = await house.rows(sql`select * from identity.refresh_tokens`);
    expect(JSON.stringify(stored)).not.toContain(refreshToken);
  });
});

describe('a refresh token', () => {
  it('is good for one next one', async () => {
    const first = await open();
    const second = await refresh(first.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(third.viewer).toEqual(first.viewer);
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
  });

  it('used again moments later answers the same next one, so that two tabs may race', async () => {
    const { refreshToken } = await open();
    const next = await refresh(refreshToken);
    house.passMs(10_000);
    expect(await refresh(refreshToken)).toEqual(next);
  });

  it('used again later ends the whole family', async () => {
    const { refreshToken, viewer } = await open();
    const next = await refresh(refreshToken);
    house.passMs(10_001);
    await expect(refresh(refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(refresh(next.refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await isAlive(viewer.sessionId)).toBe(false);
    expect(
      await house.rows(sql`select action, subject_id, detail from identity.audit_lines
        where detail->>'sessionId' = ${viewer.sessionId}`),
    ).toEqual([
      { action: 'REFRESH_TOKEN_REUSED', subject_id: memberId, detail: { sessionId: viewer.sessionId } },
    ]);
  });

  it('used again after its next one was used ends the family at once', async () => {
    const { refreshToken, viewer } = await open();
    await refresh((await refresh(refreshToken)).refreshToken);
    await expect(refresh(refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await isAlive(viewer.sessionId)).toBe(false);
  });

  it('sent 200 times at once is spent once: all get the same next one', async () => {
    const { refreshToken, viewer } = await open();
    const answers = await Promise.all(Array.from({ length: 200 }, () => refresh(refreshToken)));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    const stored = await house.rows(
      sql`select used_at is not null as used from identity.refresh_tokens where session_id = ${viewer.sessionId} order by 1`,
    );
    expect(stored).toEqual([{ used: false }, { used: true }]);
    expect(await isAlive(viewer.sessionId)).toBe(true);
  });

  it('is over after two weeks without use, and after 90 days with', async () => {
    const idle = await open();
    let used = await open();
    for (let day = 13; day <= 78; day += 13) {
      house.passMs(13 * dayMs);
      used = await refresh(used.refreshToken);
    }
    await expect(refresh(idle.refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await isAlive(used.viewer.sessionId)).toBe(true);
    house.passMs(12 * dayMs);
    await expect(refresh(used.refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await isAlive(used.viewer.sessionId)).toBe(false);
  });

  it.each(['', 'nonsense', 'x'.repeat(10_000), '\u0000', "' or true --"])(
    'that is %j gets the same answer',
    async (token) => {
      await expect(refresh(token)).rejects.toEqual(new UnauthenticatedError());
    },
  );

  it('and its session are forgotten a month after they expired', async () => {
    const { viewer } = await open();
    house.passMs(119 * dayMs);
    await cleanSessions(house.services);
    const count = () =>
      house.rows(sql`select count(*)::int from identity.sessions where id = ${viewer.sessionId}`);
    expect(await count()).toEqual([{ count: 1 }]);
    house.passMs(2 * dayMs);
    await cleanSessions(house.services);
    expect(await count()).toEqual([{ count: 0 }]);
  });
});

describe('whatever two holders of one family do', () => {
  /** Present the token of this age (0: the newest that this model knows) after waiting. */
  const step = fc.record({ age: fc.nat(4), waitMs: fc.constantFrom(0, 1, 5_000, 10_000, 10_001, 60_000) });

  it('there is never a second branch, and an old token ends it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { refreshToken, viewer } = await open();
        /** The only branch; the last one is unused. */
        const chain = [{ token: refreshToken, usedMs: -1 }];
        let nowMs = 0;
        let isOver = false;
        for (const { age, waitMs } of steps) {
          house.passMs(waitMs);
          nowMs += waitMs;
          const index = Math.max(0, chain.length - 1 - age);
          const presented = chain[index];
          if (!presented) throw new Error('the chain is never empty');
          const answer = await refresh(presented.token).catch(() => null);
          const isNewest = index === chain.length - 1;
          const isRepeat = index === chain.length - 2 && nowMs - presented.usedMs <= 10_000;
          if (isOver || (!isNewest && !isRepeat)) {
            expect(answer).toBeNull();
            isOver = true;
          } else if (isNewest) {
            expect(answer).not.toBeNull();
            presented.usedMs = nowMs;
            chain.push({ token: answer?.refreshToken ?? '', usedMs: -1 });
          } else {
            expect(answer?.refreshToken).toBe(chain[index + 1]?.token);
          }
          expect(await isAlive(viewer.sessionId)).toBe(!isOver);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('an end', () => {
  it('by log-out holds for every token of the family, and for that family only', async () => {
    const { refreshToken, viewer } = await open();
    const other = await open();
    const next = await refresh(refreshToken);
    await logOut(house.services, refreshToken);
    await expect(refresh(next.refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await isAlive(viewer.sessionId)).toBe(false);
    expect(await isAlive(other.viewer.sessionId)).toBe(true);
  });

  it('by withdrawal holds for all sessions at once', async () => {
    const viewer = await house.join('leaver');
    const other = await openSession(house.services, viewer.memberId);
    await withdraw(house.services, viewer, password);
    expect(await isAlive(viewer.sessionId)).toBe(false);
    expect(await isAlive(other.viewer.sessionId)).toBe(false);
    await expect(refresh(other.refreshToken)).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(openSession(house.services, viewer.memberId)).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(
      logIn(house.services, { handle: 'leaver', password, address: '192.0.2.1' }),
    ).rejects.toBeInstanceOf(UnauthenticatedError);
  });
});

describe('an access token', () => {
  const verify = async (token: string) =>
    createAccessTokenVerifier({
      keys: localKeySet(await publishedKeys(house.services)),
      now: house.services.now,
    }).verify(token);

  it('says for ten minutes whose session it is', async () => {
    const { viewer } = await open();
    const { accessToken, accessTokenExpiresAt } = await issueAccessToken(house.services, viewer, 'moim');
    expect(await verify(accessToken)).toEqual({ viewer, appId: null, expiresAt: accessTokenExpiresAt });
    expect(accessTokenExpiresAt.getTime() - house.services.now().getTime()).toBeGreaterThan(599_000);
    expect(accessTokenExpiresAt.getTime() - house.services.now().getTime()).toBeLessThanOrEqual(600_000);
  });

  it('outlives the key that signed it', async () => {
    const { viewer } = await open();
    const before = await issueAccessToken(house.services, viewer, 'moim');
    await rotateSigningKey(house.services);
    const after = await issueAccessToken(house.services, viewer, 'moim');
    await expect(verify(before.accessToken)).resolves.toBeDefined();
    await expect(verify(after.accessToken)).resolves.toBeDefined();
    house.passMs(900_001);
    expect((await publishedKeys(house.services)).keys).toHaveLength(1);
  });

  it('is signed by one key, however many processes start at once', async () => {
    const fresh = await openHouse();
    try {
      const viewer = await fresh.join('first');
      const processes = Array.from({ length: 8 }, () => ({
        ...fresh.services,
        db: { ...fresh.services.db },
      }));
      await Promise.all(processes.map((services) => issueAccessToken(services, viewer, 'moim')));
      expect((await publishedKeys(fresh.services)).keys).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });

  it('has a key that proves it before the first log-in', async () => {
    const fresh = await openHouse();
    try {
      expect((await publishedKeys(fresh.services)).keys).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });

  it('publishes nothing private', async () => {
    const [key] = (await publishedKeys(house.services)).keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});
