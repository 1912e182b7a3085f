import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from './collector.ts';
import { createRoom, roomEvents, send } from './documents.ts';
import { newId, type Person, signUp } from './person.ts';
import { type Stack, startStack } from './stack.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const text = '비밀 회의는 세 시에 열립니다';

let collector: Collector;
let stack: Stack;
let minji: Person;
let alex: Person;

beforeAll(async () => {
  collector = await startCollector();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TRACE_RATIO: '1' };
  stack = await startStack({ execution: 'processes', environment, hasMetrics: true });
  minji = await signUp(stack.url, { name: '김민지-secretname', handle: 'minji-secrethandle' });
  alex = await signUp(stack.url, { name: 'Alexander Secretname' });
});
afterAll(async () => {
  await minji.close();
  await alex.close();
  await stack.close();
  await collector.close();
});

/** What one trace passed through, as `process: span`. */
const stations = () =>
  collector.spans
    .filter((span) => span.traceId === traceId)
    .map(({ service, name }) => `${service}: ${name}`);

/** From the client's request to the other client's socket, over four processes. */
const expected = [
  'supergraph: graphql mutation other',
  'supergraph: gateway.fetch',
  'messaging: messaging mutation sendMessage',
  'messaging: pool wait',
  'messaging: messaging.insertText',
  'messaging: outbox messaging.message-posted.v1',
  'messaging: relay messaging',
  'messaging: consume messaging.message-posted.v1',
  'messaging: messaging.insertMessageNotices',
  'travel: consume messaging.message-posted.v1',
  'messaging: event subscription chatRoomEvents',
  'supergraph: event',
  'identity: identity query _entities(Member)',
  'identity: identity.findMembersByIds',
  'supergraph: push',
];

it('follows one chat message through every process in one trace, without what it says or who said it', async () => {
  const roomId = newId();
  const room = { id: roomId, kind: 'GROUP', title: 'Secrettitle', memberIds: [alex.memberId] };
  await minji.data(createRoom, { input: room });
  const listening = alex.listen(roomEvents, { roomId, afterSeq: 0 });
  await minji.data(send, { input: { id: newId(), roomId, text: 'before' } });
  await expect.poll(() => JSON.stringify(listening.results), { timeout: 10_000 }).toContain('before');
  await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${minji.accessToken}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({ query: send, variables: { input: { id: newId(), roomId, text } } }),
  });
  await expect.poll(() => JSON.stringify(listening.results), { timeout: 10_000 }).toContain(text);
  await expect.poll(stations, { timeout: 20_000 }).toEqual(expect.arrayContaining(expected));
  listening.stop();
  for (const secret of [text, 'ecretname', 'secrethandle', 'Secrettitle'])
    expect(collector.text).not.toContain(secret);
});

const scrape = async () =>
  (await Promise.all(stack.metricsUrls.map(async (url) => (await fetch(url)).text()))).join('\n');

it('serves every metric that is written down, and no other, with the type that is written down', async () => {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(/^\| `(\w+)` +\| (\w+)/gm)].map(([, name, type]) => `${name} ${type}`);
  const served = [...(await scrape()).matchAll(/^# TYPE (\w+ \w+)$/gm)].map(([, metric]) => metric);
  expect([...new Set(served)].sort()).toEqual(documented.sort());
});

it('measures what happened, by names that no client made up', async () => {
  const query = 'query InventedByAClient { me { id } }';
  await alex.data(query);
  await alex.data('{ me { currentParkingSession { id } } }');
  await alex.ask(`{ ${Array.from({ length: 20 }, (_, i) => `a${i}: me { id }`).join(' ')} }`);
  const text = await scrape();
  expect(text).toMatch(
    /^moim_operation_duration_seconds_count\{service="supergraph",operation="other"\} \d/m,
  );
  expect(text).toMatch(
    /^moim_operation_duration_seconds_count\{service="messaging",operation="mutation sendMessage"\} 2$/m,
  );
  expect(text).toMatch(/^moim_operation_duration_seconds_count\{service="telemetry",operation="query /m);
  expect(text).toMatch(/^moim_refusals_total\{rule="aliases"\} 1$/m);
  expect(text).toMatch(/^moim_plan_lookups_total\{result="hit"\} [1-9]/m);
  expect(text).toMatch(/^moim_outbox_events\{subgraph="messaging"\} 0$/m);
  expect(text).toMatch(/^moim_group_lag_seconds_count\{subgraph="messaging",group="[\w-]+"\} [1-9]/m);
  expect(text).toMatch(/^moim_pool_connections\{subgraph="messaging",use="write"\} [1-9]/m);
  expect(text).not.toContain('InventedByAClient');
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/);
});
