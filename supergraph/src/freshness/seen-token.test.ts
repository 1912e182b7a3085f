import { describe, expect, it } from 'vitest';
import { formatSeen, readSeen } from './seen-token.ts';

describe('the token of what a client has seen', () => {
  it('is read as it was written', () => {
    const seen = { 7: '16/B374D848', 8: '0/5' };
    expect(readSeen(formatSeen(seen))).toEqual(seen);
  });

  it('is nothing where there is none', () => {
    expect(readSeen(null)).toBeNull();
  });

  it.each([
    '',
    'no base64 !',
    formatSeen({ '7; drop': '0/5' }),
    formatSeen({ 7: 'far/away' }),
    Buffer.from('[1]').toString('base64url'),
    'A'.repeat(100_000),
  ])('stands for what nobody has seen when it cannot be read', (text) => {
    expect(readSeen(text)).toEqual({ none: '0/0' });
  });
});
