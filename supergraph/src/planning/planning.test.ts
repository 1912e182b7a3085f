import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../testing/fixture.ts';
import { composeWorld } from '../testing/federated/compose-world.ts';
import { interfaceObjectWorld, libraryWorld } from '../testing/federated/library-world.ts';
import { Demand } from './demand.ts';
import { planHere, openHere } from './plan-here.ts';
import type { OpenPlanning, Planning } from './planning.ts';
import { TooComplex } from './planning-errors.ts';
import { PlanningThread } from './planning-thread.ts';
import { bomb, bombSupergraph, question } from '../testing/planning/questions.ts';
import { unobserved } from '../testing/planning/unobserved.ts';

const library = composeWorld(libraryWorld);

/** Both ways to plan are one to whoever asks. */
describe.each<[string, OpenPlanning]>([
  ['here', openHere],
  ['in a thread', new PlanningThread({ log: silentLog, observer: unobserved }).open],
])('planning %s', (_, open) => {
  let planning: Planning;
  beforeAll(async () => {
    planning = await open(library);
  });
  afterAll(() => planning.close());

  it('knows the supergraph', () => {
    expect(planning.facts).toEqual(planHere(library).facts);
  });

  it('answers with the plan as it is', async () => {
    const asked = question('{ books { title author { name } } }');
    const plan = await planning.ask(asked, new Demand('ann'));
    const here = await planHere(library).ask(asked, new Demand('ann'));
    expect(plan?.node).toEqual(JSON.parse(JSON.stringify(here?.node)));
    expect(plan?.characters).toBe(JSON.stringify(plan?.node).length);
    expect(plan?.seconds).toBeGreaterThan(0);
  });

  it('answers with nothing where no subgraph is asked', async () => {
    expect(await planning.ask(question('{ __typename }'), new Demand('ann'))).toMatchObject({
      node: undefined,
    });
  });

  it('answers in parts where it is asked to, and says where it cannot', async () => {
    const text = '{ books { title ... { ... @defer(label: "a") { stars } } } }';
    const [inParts, whole] = await Promise.all(
      [true, false].map(async (isInParts) =>
        planning.ask({ ...question(text), isInParts }, new Demand('ann')),
      ),
    );
    expect([inParts?.node?.kind, whole?.node?.kind]).toEqual(['Defer', 'Sequence']);
    const other = await open(composeWorld(interfaceObjectWorld));
    const beyond = `query ($a: Boolean!, $b: Boolean!) {
      media { ... @defer(label: "a") { reviews { about { ... on Book @skip(if: $a) { stars @skip(if: $b) } } } } }
    }`;
    expect(await other.ask({ ...question(beyond), isInParts: true }, new Demand('ann'))).toBeNull();
    await other.close();
  });

  it('tells what is too complex', async () => {
    const bombed = await open(bombSupergraph);
    await expect((async () => bombed.ask(question(bomb), new Demand('ann')))()).rejects.toThrow(TooComplex);
    await bombed.close();
  });

  it('tells what is a fault', async () => {
    await expect((async () => planning.ask(question('{ nothing }'), new Demand('ann')))()).rejects.toThrow(
      'Cannot query field "nothing" on type "Query"',
    );
  });

  it('does not open what is no supergraph', async () => {
    await expect(open('type Query { a: Int }')).rejects.toThrow('supergraph');
  });
});
