import { expect, it } from 'vitest';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import type { VerifiedAccessToken } from './access-token-verifier.ts';
import { rememberVerified } from './remember-verified.ts';

const startMs = Date.UTC(2026, 10, 28, 9);
const tokenOf = (expiresInMs: number): VerifiedAccessToken => ({
  viewer: { memberId: 'm', sessionId: 's', roles: ['MEMBER'], membershipVersion: 1 },
  expiresAt: new Date(startMs + expiresInMs),
  appId: null,
});

function remembering(tokens: Readonly<Record<string, VerifiedAccessToken>>) {
  const asked: string[] = [];
  let nowMs = startMs;
  const verifier = rememberVerified(
    {
      verify: async (token) => {
        asked.push(token);
        const verified = tokens[token];
        if (!verified) throw new UnauthenticatedError();
        return verified;
      },
    },
    () => new Date(nowMs),
  );
  return { verifier, asked, pass: (ms: number) => (nowMs += ms) };
}

it.each([
  ['is not checked again within a minute', 600_000, 59_999, 1],
  ['is checked again after a minute: its key may have been taken back', 600_000, 60_000, 2],
  ['is checked again at its end', 5_000, 5_000, 2],
  ['is not checked again before its end', 5_000, 4_999, 1],
])('a token %s', async (_, expiresInMs, passedMs, checks) => {
  const { verifier, asked, pass } = remembering({ one: tokenOf(expiresInMs) });
  await verifier.verify('one');
  pass(passedMs);

  expect(await verifier.verify('one')).toEqual(tokenOf(expiresInMs));
  expect(asked).toHaveLength(checks);
});

it('a token that was refused is checked each time', async () => {
  const { verifier, asked } = remembering({});
  for (let n = 0; n < 2; n += 1)
    await expect(verifier.verify('forged')).rejects.toBeInstanceOf(UnauthenticatedError);
  expect(asked).toEqual(['forged', 'forged']);
});

it('the oldest are forgotten when there are more than ten thousand', async () => {
  const names = Array.from({ length: 10_001 }, (_, n) => `token ${n}`);
  const { verifier, asked } = remembering(Object.fromEntries(names.map((name) => [name, tokenOf(600_000)])));
  for (const name of names) await verifier.verify(name);
  await verifier.verify('token 10000');
  await verifier.verify('token 0');

  expect(asked.slice(10_001)).toEqual(['token 0']);
});
