import { expect, it } from 'vitest';
import { z } from 'zod';
import { printChangelog } from './schema-changelog.ts';

const [first, second, third] = ['a: Int', 'a: Int b: Int', 'a: Int c: Int'].map(
  (fields) => `type Query { ${fields} }`,
);
const variants = (sdl = '') => ({ api: sdl, integrator: sdl });
const today = new Date('2026-11-28T23:00:00Z');

const begun = printChangelog({ current: null, committed: null, before: {}, now: variants(first), today });

it('begins with what is published, without changes', () => {
  expect(JSON.parse(begun)).toEqual([
    { date: '2026-11-28', schema: expect.any(String), changes: { api: [], integrator: [] } },
  ]);
});

it('stays as it is while the schemas do, on any day', () => {
  const later = new Date('2027-01-01T00:00:00Z');
  const before = variants(first);
  expect(printChangelog({ current: begun, committed: begun, before, now: before, today: later })).toBe(begun);
});

it('has one entry a commit, however often it is written before', () => {
  const asked = { committed: begun, before: variants(first), today };
  const once = printChangelog({ ...asked, current: begun, now: variants(second) });
  const twice = printChangelog({ ...asked, current: once, now: variants(third) });
  const added = (coordinate: string) => [{ coordinate, change: 'added', detail: 'Int', isBreaking: false }];
  const changesOf = (text: string) =>
    z
      .array(z.object({ changes: z.unknown() }))
      .parse(JSON.parse(text))
      .map(({ changes }) => changes);

  expect(changesOf(once)).toEqual([
    { api: added('Query.b'), integrator: added('Query.b') },
    { api: [], integrator: [] },
  ]);
  expect(changesOf(twice)).toEqual([
    { api: added('Query.c'), integrator: added('Query.c') },
    { api: [], integrator: [] },
  ]);
});
