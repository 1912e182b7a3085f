import { describe, expect, it } from 'vitest';
import { findLines } from './find-lines.ts';

const people = { name: 'people', sdl: 'type Person {\n  id: ID!\n  name: String!\n}' };
const talk = { name: 'talk', sdl: 'type Room {\n  owner: Person!\n}\n\ntype Person {\n  id: ID!\n}' };

describe('findLines', () => {
  it.each([
    ['field "Person.id" of subgraph "talk" is wrong', [{ name: 'talk', line: 6 }]],
    [
      'field "Person.id" is wrong',
      [
        { name: 'people', line: 2 },
        { name: 'talk', line: 6 },
      ],
    ],
    ['[people] Person is wrong', [{ name: 'people', line: 1 }]],
    ['Something else is wrong', []],
  ])('%s', (message, places) => {
    expect(findLines(message, [people, talk])).toEqual(places);
  });
});
