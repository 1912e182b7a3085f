import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/**
 * A contract never changes its shape once it has been published: whoever adds, removes or renames a
 * key declares the next version beside it, and both are published until the last reader of the old
 * one is gone. An unknown key is therefore a mistake, and is refused.
 *
 * `golden/<contract>.json` lists payloads as they have been published. Entries are added, never
 * edited: `npm run check` also holds the committed ones against the contracts of the tree.
 */
const contract = z.object({
  name: z.string(),
  aggregateType: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  payload: z.instanceof(z.ZodObject),
});

const folder = new URL('./', import.meta.url);
const subgraphs = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

const contracts = await Promise.all(subgraphs.map(loadContracts)).then((lists) => lists.flat());
const goldens = readdirSync(new URL('golden/', folder)).map((file) => file.slice(0, -'.json'.length));

describe('the event contracts', () => {
  it('are found', () => {
    expect(contracts.length).toBeGreaterThanOrEqual(5);
  });

  it('each have a golden payload, and no golden payload lost its contract', () => {
    expect(contracts.map(({ name }) => name).toSorted()).toEqual(goldens.toSorted());
  });
});

describe.each(contracts)('$name', ({ name, subgraph, payload }) => {
  const golden = readGolden(name);

  it('is called after its publisher, what happened, and its version', () => {
    expect(name).toMatch(new RegExp(`^${subgraph}\\.[a-z]+(-[a-z]+)+\\.v[1-9]\\d*$`));
  });

  it.each(golden)('reads what was published: %o', (published) => {
    expect(payload.parse(published)).toEqual(published);
  });

  it('has a golden payload that shows every key', () => {
    const shown = new Set(golden.flatMap((published) => Object.keys(published)));
    expect(shown).toEqual(new Set(Object.keys(payload.shape)));
  });

  it('refuses a key that it does not know', () => {
    expect(payload.safeParse({ ...golden[0], unknown: 1 }).success).toBe(false);
  });

  it.each(Object.keys(payload.shape))('refuses a payload whose %s is of another kind', (key) => {
    expect(payload.safeParse({ ...golden[0], [key]: { another: 'kind' } }).success).toBe(false);
  });
});

async function loadContracts(subgraph: string) {
  const exported: unknown = await import(new URL(`${subgraph}.ts`, folder).href);
  const values = Object.values(
    z.record(z.string(), z.unknown()).parse({ ...z.looseObject({}).parse(exported) }),
  );
  return values.map((value) => ({ subgraph, ...contract.parse(value) }));
}

function readGolden(name: string) {
  try {
    const text = readFileSync(new URL(`golden/${name}.json`, folder), 'utf8');
    return z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text));
  } catch {
    return []; // the test above says which one is missing
  }
}
