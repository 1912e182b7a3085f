import { openAccess } from '@moim/supergraph/access/access.ts';
import { Admission } from '@moim/supergraph/access/admit-operation.ts';
import { Door } from '@moim/supergraph/access/door.ts';
import { passErrors } from '@moim/supergraph/access/public-errors.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import { Freshness } from '@moim/supergraph/freshness/freshness.ts';
import { Graph } from '@moim/supergraph/graph/graph.ts';
import { createOperationRunner } from '@moim/supergraph/graph/run-operation.ts';
import { defaultLimits } from '@moim/supergraph/limits/operation-limits.ts';
import { noPointLimits } from '@moim/supergraph/limits/point-limits.ts';
import { PointMeter } from '@moim/supergraph/limits/point-meter.ts';
import { supergraphMetrics } from '@moim/supergraph/metrics/supergraph-metrics.ts';
import { planHere } from '@moim/supergraph/planning/plan-here.ts';
import { host } from '@moim/supergraph/testing/fixture.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { questions, schemas, subgraphNames } from './catalogue.ts';
import { composeCatalogue } from './compose-catalogue.ts';

/**
 * What a question costs where subgraphs run in the supergraph's process: everything between the HTTP server and
 * its answer's text, the subgraphs' own execution included. Prints microseconds of processor time by question.
 */
const [warmUpMs, measureMs] = [3_000, 5_000];

const supergraphSdl = composeCatalogue('http://in.process');
const keyValue = new MemoryKeyValueStore();
const freshness = new Freshness({ keyValue });
const connections = subgraphNames.map((name) => connectInProcess(host(name, schemas[name])));
const graph = new Graph({ supergraphSdl, planning: planHere(supergraphSdl), connections, freshness });
const door = new Door({
  access: openAccess,
  admission: new Admission({
    ...{ schema: graph.apiSchema, limits: defaultLimits, hidesSchemaFromAnonymous: false },
  }),
  freshness,
  meter: new PointMeter({ keyValue, limits: noPointLimits, onRefused: () => undefined }),
  formatError: passErrors,
});
const runner = createOperationRunner(graph, passErrors, supergraphMetrics());

async function answer(query: string): Promise<string> {
  const credential = await door.present(null, '127.0.0.1');
  const entered = await door.enter(
    { document: { query }, operationName: undefined, variables: {} },
    credential,
  );
  return JSON.stringify(await runner.run(entered));
}

async function repeat(query: string, forMs: number): Promise<{ readonly cpuUs: number }> {
  const [cpuBefore, endsAt] = [process.cpuUsage(), performance.now() + forMs];
  let count = 0;
  for (; performance.now() < endsAt; count += 1) await answer(query);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuUs: (user + system) / count };
}

const figures: Record<string, number> = {};
for (const { name, query, expected } of questions) {
  const text = await answer(query);
  if (text !== JSON.stringify({ data: expected })) throw new Error(`unexpected answer: ${text}`);
  await repeat(query, warmUpMs);
  figures[name] = (await repeat(query, measureMs)).cpuUs;
}
process.stdout.write(JSON.stringify(figures));
