import { describe, expect, it } from 'vitest';
import { graceMs, idleLifetimeMs, judgeRefresh, type PresentedToken, tokenExpiry } from './refresh.ts';

const now = new Date('2026-11-21T09:00:00.000Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);

const makeToken = (changed: Partial<PresentedToken> = {}): PresentedToken => ({
  expiresAt: inMs(1_000),
  usedAt: null,
  isSuccessorUsed: false,
  session: { expiresAt: inMs(1_000), endedAt: null },
  ...changed,
});

describe('judgeRefresh', () => {
  it.each<[string, Partial<PresentedToken>, string]>([
    ['the newest', {}, 'ROTATE'],
    ['one used this instant', { usedAt: now }, 'REPEAT'],
    ['one used at the end of the grace', { usedAt: inMs(-graceMs) }, 'REPEAT'],
    ['one used a millisecond before', { usedAt: inMs(-graceMs - 1) }, 'REUSED'],
    ['one used moments ago whose successor was used too', { usedAt: now, isSuccessorUsed: true }, 'REUSED'],
    ['an expired one', { expiresAt: now }, 'OVER'],
    ['an expired one that was used', { expiresAt: now, usedAt: inMs(-60_000) }, 'OVER'],
    ['one of an ended session', { session: { expiresAt: inMs(1_000), endedAt: now } }, 'OVER'],
    ['one of an expired session', { session: { expiresAt: now, endedAt: null } }, 'OVER'],
  ])('%s: %#', (_, changed, verdict) => {
    expect(judgeRefresh(makeToken(changed), now)).toBe(verdict);
  });
});

describe('tokenExpiry', () => {
  it('is two weeks from now, but never after the session', () => {
    expect(tokenExpiry(now, inMs(idleLifetimeMs + 1))).toEqual(inMs(idleLifetimeMs));
    expect(tokenExpiry(now, inMs(5))).toEqual(inMs(5));
  });
});
