import { describe, expect, it } from 'vitest';
import { asRetry, draftMessage, type Message, withoutNotice } from './message.ts';

const id = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`;
const draft = draftMessage(id('1'), { id: id('A'), roomId: id('b'), text: 'hello ' });
const stored: Message = { ...draft, seq: 7, kind: 'TEXT', ...withoutNotice, sentAt: new Date(0) };

describe('draftMessage', () => {
  it('cleans the text and brings ids into their stored form', () => {
    expect(draft).toEqual({ id: id('a'), roomId: id('b'), memberId: id('1'), text: 'hello' });
  });
});

describe('asRetry', () => {
  it('is the stored message when nothing differs', () => {
    expect(asRetry(stored, draft)).toBe(stored);
  });

  it.each([{ text: 'bye' }, { roomId: id('c') }, { memberId: id('2') }])('refuses %j', (difference) => {
    expect(() => asRetry(stored, { ...draft, ...difference })).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
  });
});
