import { describe, expect, it } from 'vitest';
import { isOnlyOwnLinks, withOwnLinks } from './own-links.ts';

const id = '00000000-0000-7000-8000-00000000000a';
const origin = 'https://moim.example.com';

describe('withOwnLinks', () => {
  it.each([
    [`${origin}/travel/${id}`, `/travel/${id}`],
    [`see ${origin}/calendar/events/${id}.`, `see /calendar/events/${id}.`],
    [`${origin}/wallet`, `${origin}/wallet`],
    [`${origin}/travel/${id}/edit`, `${origin}/travel/${id}/edit`],
    [`https://evil.example/travel/${id}`, `https://evil.example/travel/${id}`],
  ])('makes of %s %s', (text, expected) => {
    expect(withOwnLinks(text, origin)).toBe(expected);
  });
});

describe('isOnlyOwnLinks', () => {
  it.each([
    [`/travel/${id}`, true],
    [`/travel/${id}\n/cover/${id} `, true],
    [`look: /travel/${id}`, false],
    ['/travel/new', false],
    ['', false],
  ])('of %j is %s', (text, expected) => {
    expect(isOnlyOwnLinks(text)).toBe(expected);
  });
});
