import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '../testing/federated/differ.ts';
import { differenceFromWhole, isStockRight } from '../testing/federated/compare-answers.ts';
import { noFaults } from '../testing/federated/faults.ts';
import { generateCase } from '../testing/federated/generate-case.ts';
import { interfaceObjectWorld, libraryWorld } from '../testing/federated/library-world.ts';
import { type Compiler, Rig } from '../testing/federated/rig.ts';
import { planContext } from './plan/plan-context.ts';
import { prepareOperation } from './prepare-operation.ts';

/** Set before the stock executor is used: its tracing would report to its vendor. */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

const ours: Compiler = { planContext, prepareOperation };
/** Cases of each world; each is asked twice, with all subgraphs right and with some of them wrong. */
const cases = 1_000;
const timeoutMs = 300_000;
/** The same questions each time, so that a failure is of the change at hand; another one finds others. */
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? 34);

describe.each([
  ['types in every subgraph', libraryWorld],
  ['an interface object', interfaceObjectWorld],
])('a library with %s', (_, world) => {
  it(
    'is answered as by one server, and as by the stock executor where that is right',
    { timeout: timeoutMs },
    async () => {
      const rig = new Rig(world, ours);
      const measured = { 'stock right': 0, 'stock wrong': 0, 'planner wrong': 0 };
      const property = fc.asyncProperty(
        generateCase(rig.preparer.apiSchema, () => true),
        async (asked) => {
          const { difference, measure } = await judge(rig, asked);
          expect(difference).toBeNull();
          measured[measure] += 1;
        },
      );
      await fc.assert(property, { numRuns: cases, seed });
      expect(measured['stock right']).toBeGreaterThan(cases * 0.8);
      expect(measured['planner wrong']).toBeLessThan(cases * 0.005); // more values are wrong than are told of
    },
  );
});

/** Each answered right by ours and by one server; found by the test above, and kept. */
describe('the stock executor is wrong', () => {
  it.each([
    ['about an alias that is the name of a key', libraryWorld, '{ books { id: title fee } }'],
    [
      'about a fragment of a narrower type within one of a wider',
      libraryWorld,
      '{ book(isbn: "b2") { ... on Media { ... on Book { isbn } } } }',
    ],
    [
      'about a field below which a condition leaves nothing',
      libraryWorld,
      'query ($with: Boolean! = true) { media @include(if: $with) { id @skip(if: $with) } }',
    ],
    [
      'about a field beside one whose input it knows on a condition',
      libraryWorld,
      'query ($with: Boolean! = false) { books { fee @include(if: $with) open } }',
    ],
    [
      'about the type of what it also asked an interface object for',
      interfaceObjectWorld,
      '{ me { favourite { stars __typename } } }',
    ],
  ])('%s', async (_, world, text) => {
    const rig = new Rig(world, ours);
    const asked = { text, variables: {}, faults: noFaults };
    const whole = await rig.whole(asked);
    expect(differenceFromWhole(await rig.ours(asked), whole)).toBeNull();
    expect(isStockRight(await rig.stock(asked), whole)).toBe(false);
  });
});
