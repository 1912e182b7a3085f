import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import { RedisKeyValueStore } from '@moim/kit/live/redis-key-value.ts';
import { RedisLink } from '@moim/kit/redis/redis-link.ts';
import { startTestRedis, type TestRedis } from '@moim/kit/testing/redis-server.ts';
import { accountAtAddressLimit } from '../domain/attempts.ts';
import { RateLimitedError } from '../domain/rate-limited-error.ts';
import { type House, openHouse, password } from '../testing/house.ts';
import { checkSessions } from './check-sessions.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { refreshSession } from './refresh-session.ts';

let redis: TestRedis;
let link: RedisLink;
let house: House;
beforeAll(async () => {
  redis = await startTestRedis();
  link = await RedisLink.open({ url: redis.url, log: { info: vi.fn(), warn: vi.fn() } });
  house = await openHouse({ keyValue: new RedisKeyValueStore({ link, prefix: 'moim' }) });
  for (const handle of ['first', 'minji', 'junho', 'sora']) await house.join(handle);
});
afterAll(async () => {
  await house.close();
  await link.close();
  await redis.close();
});

const attempt = (handle: string, secret: string) =>
  logIn(house.services, { handle, password: secret, address: '192.0.2.1' });
const isAlive = async (sessionId: string) =>
  (await checkSessions(house.services, [sessionId]))[sessionId] !== null;
async function guess(handle: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1)
    await expect(attempt(handle, 'a wrong password')).rejects.toThrow(UnauthenticatedError);
}

describe('while Redis is away', () => {
  it('sessions that were open are revoked, others open and are refreshed', async () => {
    const before = await attempt('minji', password);
    await redis.kill();
    await logOut(house.services, before.refreshToken);
    expect(await isAlive(before.viewer.sessionId)).toBe(false);

    const after = await attempt('minji', password);
    const next = await refreshSession(house.services, after.refreshToken);
    expect(await isAlive(next.viewer.sessionId)).toBe(true);
    await logOut(house.services, next.refreshToken);
    expect(await isAlive(next.viewer.sessionId)).toBe(false);
  });

  it('guessing stays bounded', async () => {
    await guess('junho', accountAtAddressLimit.max);
    await expect(attempt('junho', password)).rejects.toThrow(RateLimitedError);
  });

  it('what was guessed before it went away counts', async () => {
    await redis.start();
    await vi.waitFor(() => expect(link.client).not.toBeNull(), { timeout: 5_000 });
    await guess('sora', accountAtAddressLimit.max - 1);
    await redis.kill();
    await guess('sora', 1);
    await expect(attempt('sora', password)).rejects.toThrow(RateLimitedError);
  });
});
