import { describe, expect, it } from 'vitest';
import { cardsOf, maxCards } from './cards.ts';
import { type Message, withoutNotice } from './message.ts';

const id = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`;
const origins = new Set(['https://moim.example.com']);
const text = (words: string): Message => ({
  ...{ id: id('1'), roomId: id('2'), seq: 1, kind: 'TEXT', memberId: id('3'), text: words },
  ...withoutNotice,
  sentAt: new Date(0),
});
const cards = (words: string) =>
  cardsOf(text(words), origins).map(({ kind, id: cardId }) => `${kind} ${cardId.at(-1)}`);

describe('the cards of a text', () => {
  it.each([
    [`/calendar/events/${id('a')}`, ['CALENDAR_EVENT a']],
    [`/travel/${id('a')}`, ['TRAVEL_PLAN a']],
    [`/cover/${id('a')}`, ['COVERAGE_PERIOD a']],
    [`/parking/${id('a')}`, ['PARKING_SESSION a']],
    [`봐요 (/travel/${id('a')}).`, ['TRAVEL_PLAN a']],
    [`/travel/${id('a')}?tab=map#top`, ['TRAVEL_PLAN a']],
    [`https://moim.example.com/travel/${id('A')}`, ['TRAVEL_PLAN a']],
    [`HTTPS://MOIM.example.com/travel/${id('a')}`, ['TRAVEL_PLAN a']],
    [
      `/travel/${id('a')} /travel/${id('b')}\n/cover/${id('a')}`,
      ['TRAVEL_PLAN a', 'TRAVEL_PLAN b', 'COVERAGE_PERIOD a'],
    ],
    [`/travel/${id('a')} /travel/${id('A')}`, ['TRAVEL_PLAN a']],
  ])('of %j are %j', (words, expected) => {
    expect(cards(words)).toEqual(expected);
  });

  it.each([
    ['no link', 'hello'],
    ['another place', `https://evil.example/travel/${id('a')}`],
    ['a place that only begins like ours', `https://moim.example.com.evil.example/travel/${id('a')}`],
    ['a place that hides ours', `https://evil.example/https://moim.example.com/travel/${id('a')}`],
    ['another page', `/wallet/${id('a')}`],
    ['a page below', `/travel/${id('a')}/edit`],
    ['no id', '/travel/new'],
    ['an id that goes on', `/travel/${id('a')}0`],
    ['the middle of a word', `a/travel/${id('a')}`],
  ])('are none for %s', (_, words) => {
    expect(cards(words)).toEqual([]);
  });

  it('are at most five', () => {
    const words = Array.from({ length: 9 }, (_, digit) => `/travel/${id(String(digit))}`).join(' ');
    expect(cards(words)).toHaveLength(maxCards);
  });
});

describe('the card of a notice', () => {
  it('is what it tells of', () => {
    const subject = { subjectKind: 'PARKING_SESSION', subjectId: id('a') } as const;
    const notice: Message = { ...text(''), ...subject, kind: 'PARKING_FINISHED', text: null, score: 86 };
    expect(cardsOf(notice, origins)).toEqual([{ kind: 'PARKING_SESSION', id: id('a') }]);
  });
});
