import { parse, print } from 'graphql';
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
  const found = await plans.find({ document: parse(text), operationName: undefined }, variables);
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

/** The planner gives up on its conditions, where they are not decided. */
const conditional = `query ($a: Boolean!, $b: Boolean!) {
  media { ... @defer { reviews { about { ... on Book @skip(if: $a) { stars @skip(if: $b) } } } } }
}`;

it.each([
  [
    { a: false, b: false },
    { parts: 1, counted: [true] },
  ],
  [
    { a: true, b: false },
    { parts: 1, counted: [true] },
  ],
  [
    { a: false, b: true },
    { parts: 1, counted: [true] },
  ],
])(
  'is asked in parts for the conditions that hold, where the planner cannot with all: %j',
  async (variables, asked) => {
    expect(await ask(planners['an interface object'], conditional, variables)).toEqual(asked);
    expect(await ask(planners['types in every subgraph'], conditional, variables)).toEqual(asked);
  },
);

it('counts what the planner cannot', async () => {
  const counted: boolean[] = [];
  const tried: string[] = [];
  const plans = new DeferredPlans(
    ({ document }) => {
      tried.push(print(document));
      return null;
    },
    (isInParts) => void counted.push(isInParts),
  );
  const find = (text: string, variables = {}) =>
    plans.find({ document: parse(text), operationName: undefined }, variables);
  expect(await find('{ books { ... @defer { title } } }')).toBeNull();
  expect({ tried: tried.length, counted }).toEqual({ tried: 1, counted: [false] });
  expect(await find(conditional, { a: false, b: true })).toBeNull();
  expect({ tried: tried.length, counted }).toEqual({ tried: 3, counted: [false, false] });
});

describe('who has a choice of what is deferred planned', () => {
  const text = `query ($a: Boolean!, $b: Boolean!) {
    books { title ... @defer(if: $a) { stars } ... @defer(if: $b) { loans { id } } }
  }`;
  const operation = { document: parse(text), operationName: undefined };
  const { planner, preparer } = planners['types in every subgraph'];
  const plansOf = () =>
    new DeferredPlans(
      async (labelled) => {
        const document = preparer.renamed(labelled.document);
        const planned = planner.planDeferred(document);
        return planned && preparer.prepareDeferred({ ...labelled, document }, planned.node);
      },
      () => undefined,
    );

  it('pays for it, and for none that is known, being planned, or nothing', async () => {
    const plans = plansOf();
    const paid: string[] = [];
    const ask = async (a: boolean, b: boolean) =>
      (await plans.find(operation, { a, b }, undefined, () => void paid.push(`${a} ${b}`)))?.plan.deferred
        .size ?? 0;
    expect(await Promise.all([ask(true, false), ask(true, false)])).toEqual([1, 1]);
    expect(await ask(true, false)).toBe(1);
    expect(await ask(false, false)).toBe(0);
    expect(await ask(true, true)).toBe(2);
    expect(paid).toEqual(['true false', 'true true']);
  });

  it('is refused alone where they cannot', async () => {
    const plans = plansOf();
    const ask = async (pay: () => Promise<void>) =>
      plans.find(operation, { a: true, b: true }, undefined, pay);
    const asked = [ask(() => Promise.reject(new Error('too much'))), ask(() => Promise.resolve())];
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
