import { describe, expect, it } from 'vitest';
import { planContext } from '@moim/supergraph/execution/plan/plan-context.ts';
import { prepareOperation } from '@moim/supergraph/execution/prepare-operation.ts';
import { differenceFromWhole, isStockRight } from '@moim/supergraph/testing/federated/compare-answers.ts';
import { noFaults } from '@moim/supergraph/testing/federated/faults.ts';
import { Rig } from '@moim/supergraph/testing/federated/rig.ts';
import type { World } from '@moim/supergraph/testing/federated/world.ts';
import { abstractQueries, abstractWorld } from './federation/abstract.ts';
import { contextsQueries, contextsWorld } from './federation/contexts.ts';
import { keysQueries, keysWorld, mashUpQueries, mashUpWorld } from './federation/keys.ts';
import { ownersQueries, ownersWorld } from './federation/owners.ts';
import { requiresQueries, requiresWorld } from './federation/requires.ts';
import { unresolvableQueries, unresolvableWorld } from './federation/unresolvable.ts';

/** Set before the stock executor is used: its tracing would report to its vendor. */
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

/** No answer is written here: each is what one server that has the merged schema and the same data says. */
const suites: Readonly<Record<string, readonly [World, readonly string[]]>> = {
  'keys: one, several, nested, of other subgraphs': [keysWorld, keysQueries],
  'keys: mashed up': [mashUpWorld, mashUpQueries],
  '@requires: with arguments, chained, nested': [requiresWorld, requiresQueries],
  'interfaces, interface objects, unions, enums, @inaccessible': [abstractWorld, abstractQueries],
  '@override, @shareable, @provides, and what a null takes with it': [ownersWorld, ownersQueries],
  '@context, @fromContext: what is around says what is told': [contextsWorld, contextsQueries],
  'interface objects that only others resolve': [unresolvableWorld, unresolvableQueries],
};

const asked = (text: string) => ({ text, variables: {}, faults: noFaults });

describe.each(Object.entries(suites))('%s', (_, [world, queries]) => {
  const rig = new Rig(world, { planContext, prepareOperation });

  it.each(queries)('%s', async (text) => {
    const question = asked(text);
    expect(differenceFromWhole(await rig.ours(question), await rig.whole(question))).toBeNull();
  });
});

it('is at least 150 questions, of which the stock executor knows some wrong', async () => {
  let count = 0;
  let wrong = 0;
  for (const [world, queries] of Object.values(suites)) {
    const rig = new Rig(world, { planContext, prepareOperation });
    for (const text of queries) {
      count += 1;
      const stock = await rig.stock(asked(text)).catch((error: unknown) => ({ data: null, thrown: error }));
      if (!isStockRight(stock, await rig.whole(asked(text)))) wrong += 1;
    }
  }
  expect(count).toBeGreaterThanOrEqual(180);
  expect(wrong).toBeGreaterThan(10);
});
