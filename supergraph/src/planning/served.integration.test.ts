import { afterAll, beforeAll, expect, it } from 'vitest';
import { planningMetrics } from '../metrics/planning-metrics.ts';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Fixture, silentLog, startFixture } from '../testing/fixture.ts';
import { PlanningThread } from './planning-thread.ts';

const module = new URL('../testing/planning/planted.worker.ts', import.meta.url);
const endless = 'query Endless { people { id } }';
const known = '{ people { name } }';

/** A supergraph whose planner never comes to an end with operations of one name. */
let graph: Fixture;
let ends: string[];
beforeAll(async () => {
  ends = [];
  const observer = { ...planningMetrics(), ended: (end: string) => void ends.push(end) };
  graph = await startFixture('in-process', {
    startPlanning: () => new PlanningThread({ log: silentLog, observer, module, planMs: 400 }).open,
  });
  await post(graph.url, known);
});
afterAll(() => graph.close());

it('a plan that never comes is refused as one that is too complex, once, and nobody waits for it', async () => {
  const order: string[] = [];
  const ask = async (what: string, query: string) => {
    const { status, body } = await post(graph.url, query);
    const [, code = 'answered'] = /"code":"(\w+)"/.exec(JSON.stringify(body)) ?? [];
    order.push(`${what} ${status} ${code}`);
  };
  const refused = [ask('endless', endless), ask('endless', endless)];
  await ask('known', known);
  await Promise.all([...refused, ask('new', '{ people { id name } }')]);
  await ask('endless again', endless);
  expect(order).toEqual([
    'known 200 answered',
    'endless 400 LIMIT_EXCEEDED',
    'endless 400 LIMIT_EXCEEDED',
    'new 200 answered',
    'endless again 400 LIMIT_EXCEEDED',
  ]);
  expect(ends).toEqual(['time']);
});

it('neither does a subscription', async () => {
  const client = socketClient(graph.url, await graph.authorization('ann'));
  const { ended } = listen(client, 'subscription Endless { roomEvents(roomId: "r1") { seq } }');
  expect(await ended).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  await client.dispose();
});
