import { describe, expect, it } from 'vitest';
import { entryHref, signedCredits } from './entry-text.ts';

describe('an entry of the wallet', () => {
  it.each([
    [1_000, '+1,000'],
    [-100, '−100'],
    [0, ''],
  ])('%d credits read as %j', (credits, text) => {
    expect(signedCredits(credits, 'en')).toBe(text);
  });

  it('leads to the recommendation that it paid for, and nowhere else', () => {
    const entry = { kind: 'CHARGE' as const, purpose: 'RECOMMENDATION', purposeId: 'rec-1' };
    expect(entryHref(entry)).toBe('/travel?tab=recommendations#recommendation-rec-1');
    expect(entryHref({ ...entry, purpose: 'TOP_UP' })).toBeNull();
    expect(entryHref({ ...entry, purposeId: null })).toBeNull();
  });
});
