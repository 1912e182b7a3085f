import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findBrokenContracts } from './find-broken-contracts.ts';

const name = 'people.person-renamed.v1';
const committed = [
  { file: `schema/contracts/golden/${name}.json`, json: '[{"name":"Minji"},{"name":"Dao"}]' },
];

describe('findBrokenContracts', () => {
  it('lets a contract pass that reads all that was published', () => {
    expect(
      findBrokenContracts(committed, [{ name, payload: z.strictObject({ name: z.string() }) }], ''),
    ).toEqual([]);
  });

  it.each([
    ['a key that became required', z.strictObject({ name: z.string(), at: z.string() })],
    ['a key that went', z.strictObject({})],
    ['a key of another kind', z.strictObject({ name: z.int() })],
  ])('finds %s, for each payload', (_, payload) => {
    expect(findBrokenContracts(committed, [{ name, payload }], '')).toEqual([
      expect.stringContaining(`${name} no longer reads {"name":"Minji"}`),
      expect.stringContaining(`${name} no longer reads {"name":"Dao"}`),
    ]);
  });

  it('finds a contract that is gone, until the changelog says so', () => {
    expect(findBrokenContracts(committed, [], '')).toEqual([expect.stringContaining('its contract is gone')]);
    expect(findBrokenContracts(committed, [], `- **Breaking:** \`${name}\` is gone.`)).toEqual([]);
  });
});
