import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeferCompiler, DeferRig, judgeParts } from '../../testing/federated/defer-rig.ts';
import type { Fault } from '../../testing/federated/faults.ts';
import { generateCase } from '../../testing/federated/generate-case.ts';
import { interfaceObjectWorld, libraryWorld } from '../../testing/federated/library-world.ts';
import { type Mutation, withMutant } from '../../testing/federated/mutant.ts';
import { sprinkleDefers } from '../../testing/federated/sprinkle-defers.ts';
import type { World } from '../../testing/federated/world.ts';
import { planContext } from '../plan/plan-context.ts';
import { prepareOperation } from '../prepare-operation.ts';
import { compileDeferredPlan } from './deferred-plan.ts';
import { DeferredOperation } from './deferred-operation.ts';
import type { Delivery } from './delivery.ts';
import { labelDefers } from './label-defers.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

const ours: DeferCompiler = {
  planContext,
  prepareOperation,
  labelDefers,
  compileDeferredPlan,
  DeferredOperation,
};
/** Of each world, asked four times each. */
const cases = 150;
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? 41);

/** Keys do not fail: a part that comes later finds its entities by keys that the whole may not need. */
const keys = new Set(['id', 'isbn', 'floor', 'place', 'row']);
const mayFail = (name: string): boolean => name.includes('.') && !keys.has(name.split('.')[1] ?? '');

/** Asks in parts what was made up, and compares with the whole. Returns how many could not be planned in parts. */
async function compare(world: World, compiler: DeferCompiler, numRuns: number): Promise<number> {
  const parts = new DeferRig(world, compiler);
  let unplanned = 0;
  const property = fc.asyncProperty(
    generateCase(parts.rig.preparer.apiSchema, mayFail),
    fc.array(fc.nat(99), { minLength: 10, maxLength: 30 }),
    async (asked, choices) => {
      const deferred = sprinkleDefers(asked.text, choices);
      const { difference, isPlanned } = await judgeParts(parts, asked, deferred);
      expect(difference).toBeNull();
      if (!isPlanned) unplanned += 1;
    },
  );
  await fc.assert(property, { numRuns, seed, endOnFailure: true });
  return unplanned;
}

describe.each([
  ['types in every subgraph', libraryWorld],
  ['an interface object', interfaceObjectWorld],
])('a library with %s', (_, world) => {
  it('is answered in parts as it is at once', { timeout: 60_000 }, async () => {
    // So much is deferred, under conditions within conditions, that the planner gives up on a few until those are decided.
    expect(await compare(world, ours, cases)).toBe(0);
  });
});

it('tells an error where its field is, though it was fetched with what came before', async () => {
  const parts = new DeferRig(libraryWorld, ours);
  const faults = { byField: new Map<string, Fault>([['Size.width', 'error']]), every: 1 };
  const text = '{ book(isbn: "b2") { size { height ... @defer { width } } } }';
  const deliveries = parts.deliveries({ text, variables: {}, faults });
  if (!deliveries) throw new Error('this can be planned in parts');
  const told: Delivery[] = [];
  for await (const delivery of deliveries) told.push(delivery);
  expect(told).toMatchObject([
    { kind: 'initial', answer: { data: { book: { size: { height: 22 } } }, errors: [] }, hasNext: true },
    {
      kind: 'patches',
      patches: [
        {
          path: ['book', 'size'],
          data: { width: null },
          errors: [{ message: 'Size.width failed', path: ['book', 'size', 'width'] }],
        },
      ],
      hasNext: false,
    },
  ]);
});

/** Bugs that incremental delivery may have: the test above must find each of them. */
const bugs: Readonly<Record<string, Mutation>> = {
  'a part does not wait for the keys that it needs': {
    file: 'defer/part-fetches.ts',
    was: 'await Promise.race([this.#allOf(part.depends), Promise.all(around)]);',
    becomes: '',
  },
  'a part does not wait for its pieces': {
    file: 'defer/part-fetches.ts',
    was: 'await Promise.all([own, ...within]);',
    becomes: 'await own;',
  },
  'a part is sent to the first element alone': {
    file: 'defer/find-places.ts',
    was: 'path: [...path, index]',
    becomes: 'path: [...path, 0]',
  },
  'a part that is left out by a condition is sent': {
    file: 'defer/find-places.ts',
    was: 'leadsToPart(selection) && isIncluded(selection.directives, this.#selecting.conditions)',
    becomes: 'leadsToPart(selection)',
  },
  'parts of other types are sent': {
    file: 'defer/find-places.ts',
    was: '!applies(this.#selecting.schema, condition, place.type)',
    becomes: 'false',
  },
  'two fragments are taken for one': {
    file: 'defer/label-defers.ts',
    was: '`part${this.defers.size}`',
    becomes: '`part${this.defers.size % 2}`',
  },
  'the end is said too early': {
    file: 'defer/deferred-run.ts',
    was: 'patches, hasNext: this.#open.size > 0',
    becomes: 'patches, hasNext: false',
  },
};

describe('a bug is found', () => {
  it.each(Object.entries(bugs))('%s', { timeout: 60_000 }, async (name, mutation) => {
    await withMutant(`defer-${Object.keys(bugs).indexOf(name)}`, mutation, (compiler) =>
      expect(compare(libraryWorld, compiler, 500)).rejects.toThrow(),
    );
  });
});
