import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeWorld } from '../testing/federated/compose-world.ts';
import { interfaceObjectWorld, libraryWorld } from '../testing/federated/library-world.ts';
import { DeferredPlans } from './deferred-plans.ts';
import { Planner } from './planner.ts';
import { Preparer } from './preparer.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

const planners = {
  'types in every subgraph': plannerOf(composeWorld(libraryWorld)),
  'an interface object': plannerOf(composeWorld(interfaceObjectWorld)),
};

function plannerOf(supergraphSdl: string) {
  const planner = new Planner(supergraphSdl);
  return { planner, preparer: new Preparer(planner.facts) };
}

/** In how many parts a question comes beside the first, and what was counted. */
async function ask({ planner, preparer }: ReturnType<typeof plannerOf>, text: string, variables = {}) {
  const counted: boolean[] = [];
  const plans = new DeferredPlans(
    (labelled) => {
      const document = preparer.renamed(labelled.document);
      const planned = planner.planDeferred(document);
      return planned && preparer.prepareDeferred({ ...labelled, document }, planned.node);
    },
    (isInParts) => void counted.push(isInParts),
  );
  const found = await plans.find({ document: parse(text), operationName: undefined }, variables, null);
  return { parts: found?.plan.deferred.size ?? 0, counted };
}

describe.each(Object.entries(planners))('a library with %s', (_, planner) => {
  // Each of these the planner refuses as it is written, in one of the two libraries.
  it.each([
    ['an interface around a type', '{ books { ... on Media @defer { stars } } }', 1],
    ['a type in another part', '{ media { ... on Book @defer { title ... on Media @defer { stars } } } }', 2],
    ['an input of elsewhere, further down', '{ books { loans { ... @defer { book { fee } } } } }', 1],
    ['from the root', '{ ... @defer { loans { book { fee } } } }', 1],
    ['a type of an interface object', '{ ... @defer { best { ... on Book { stars } } } }', 1],
    ['a part of it', '{ ... @defer { best { ... @defer { ... on Film { stars } } } } }', 2],
    [
      'under a condition',
      'query ($a: Boolean!) { ... @defer { best { ... on Book @skip(if: $a) { title } } } }',
      1,
    ],
    [
      'an interface around a type, under a condition',
      `query ($a: Boolean!) {
        books { ... on Media @include(if: $a) { ... @defer { ... on Book { isbn } } } }
      }`,
      1,
    ],
  ])('is asked in parts: %s', async (_what, text, parts) => {
    expect(await ask(planner, text, { a: true })).toEqual({ parts, counted: [true] });
  });

  it('does not count what defers nothing', async () => {
    expect(await ask(planner, '{ books { title } }')).toEqual({ parts: 0, counted: [] });
    expect(await ask(planner, '{ books { ... @defer(if: false) { title } } }')).toEqual({
      parts: 0,
      counted: [],
    });
  });
});

it('counts what the planner cannot: two conditions of one kind on a type of an interface object', async () => {
  const text = `query ($a: Boolean!, $b: Boolean!) {
    media { ... @defer { reviews { about { ... on Book @skip(if: $a) { stars @skip(if: $b) } } } } }
  }`;
  const variables = { a: false, b: false };
  expect(await ask(planners['an interface object'], text, variables)).toEqual({ parts: 0, counted: [false] });
  expect(await ask(planners['types in every subgraph'], text, variables)).toEqual({
    parts: 1,
    counted: [true],
  });
});
