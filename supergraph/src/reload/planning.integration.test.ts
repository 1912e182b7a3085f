import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { planningMetrics } from '../metrics/planning-metrics.ts';
import { PlanningThread } from '../planning/planning-thread.ts';
import { post } from '../testing/clients.ts';
import { fixtureSupergraph, silentLog, startFixture } from '../testing/fixture.ts';

it('has a planning thread for all supergraphs, one more while it loads others, and none in the end', async () => {
  let [begun, ended] = [0, 0];
  const observer = { ...planningMetrics(), ended: () => void (ended += 1) };
  const graph = await startFixture('in-process', {
    variants: new Map([['/other/graphql', fixtureSupergraph]]),
    startPlanning: () => {
      begun += 1;
      return new PlanningThread({ log: silentLog, observer }).open;
    },
  });
  const threads = () => begun - ended;
  expect(threads()).toBe(1);
  for (const round of [1, 2]) {
    await post(graph.url, `{ people { n${round}: name } }`);
    await graph.supergraph.reload(fixtureSupergraph, graph.connections);
    expect((await post(graph.url, `{ people { m${round}: name } }`)).status).toBe(200);
  }
  await expect(graph.supergraph.reload('type Query { a: Int }', graph.connections)).rejects.toThrow();
  await vi.waitFor(() => expect(threads()).toBe(1), 6_000);
  await graph.close();
  await sleep(0);
  expect({ begun, ended }).toEqual({ begun: 4, ended: 4 });
}, 20_000);
