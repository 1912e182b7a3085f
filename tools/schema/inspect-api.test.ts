import { describe, expect, it } from 'vitest';
import { inspectApi } from './inspect-api.ts';

const described = `
type Query {
  "Who asks."
  me: Person
}

"Somebody."
type Person {
  "What they are called."
  name: String
}
`;

function inspect(apiSdl: string, { promised = [described], changelog = '' } = {}): string[] {
  return inspectApi({ subgraphs: [{ name: 'people', sdl: apiSdl }], apiSdl, promised, changelog });
}

describe('inspectApi', () => {
  it('lets an unchanged, described API pass', () => {
    expect(inspect(described)).toEqual([]);
  });

  it('lets the first version pass', () => {
    expect(inspect(described, { promised: [] })).toEqual([]);
  });

  it('says where a description is missing', () => {
    expect(inspect(described.replace('  "What they are called."\n', ''))).toEqual([
      'schema/subgraphs/people.graphql:9: Person.name has no description',
    ]);
  });

  it('says how a breaking change is announced, once however many promises it breaks', () => {
    const changed = described.replace('name: String', 'name: Int');
    expect(inspect(changed, { promised: [described, described] })).toEqual([
      'CHANGELOG.md: breaks the API: Person.name changed type from String to Int. Announce it: "- **Breaking:** `Person.name` …"',
    ]);
    expect(inspect(changed, { changelog: '- **Breaking:** `Person.name` is a number.' })).toEqual([]);
  });
});
