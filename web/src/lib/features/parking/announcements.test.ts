import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Announcements } from './announcements.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says the first at once, then the newest of each pause', () => {
  const said: string[] = [];
  const announcements = new Announcements((text) => void said.push(text), 1_000);
  for (const text of ['60 cm', '50 cm', '40 cm']) announcements.announce(text);
  expect(said).toEqual(['60 cm']);
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(['60 cm', '40 cm']);
  vi.advanceTimersByTime(1_000);
  announcements.announce('30 cm');
  expect(said).toEqual(['60 cm', '40 cm', '30 cm']);
});
