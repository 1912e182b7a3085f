import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connect, killServer } from '../faults/replica/servers.ts';
import { type Collector, startCollector } from './collector.ts';
import { createRoom, roomEvents, send } from './documents.ts';
import { logInAs, newId, type Person, signUp } from './person.ts';
import { type Stack, startStack } from './stack.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const password = 'correct horse 7 battery';
const text = '비밀 회의는 세 시에 열립니다';

let collector: Collector;
let stack: Stack;
let minji: Person;
let alex: Person;

beforeAll(async () => {
  collector = await startCollector();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, TRACE_RATIO: '1' };
  stack = await startStack({ execution: 'processes', environment, hasMetrics: true, hasReplica: true });
  minji = await signUp(stack.url, { name: '김민지-secretname', handle: 'minji-secrethandle', password });
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
  'messaging: messaging.postTexts',
  'messaging: outbox messaging.message-posted.v1',
  'messaging: relay messaging',
  'messaging: consume messaging.message-posted.v1',
  'messaging: messaging.insertMessageNotices',
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

it('names the trace in an error, so that who reports it tells where to look', async () => {
  const id = newId();
  await minji.data(createRoom, { input: { id, kind: 'GROUP', title: 'x', memberIds: [alex.memberId] } });
  const query =
    'query ($id: ID!) { chatRoom(id: $id) { messages(first: 5, after: "garbage") { edges { cursor } } } }';
  const response = await fetch(`${stack.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${minji.accessToken}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({ query, variables: { id } }),
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { traceId } }] });
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

describe('reads over a replica', () => {
  const lastSeq = 'query ($id: ID!) { chatRoom(id: $id) { lastSeq } }';
  let roomId: string;
  const read = (person: Person) => person.data(lastSeq, { id: roomId });
  const readAt = async (target: 'primary' | 'replica') => {
    const line = new RegExp(`^moim_reads_total\\{subgraph="messaging",target="${target}".* (\\d+)$`, 'gm');
    return [...(await scrape()).matchAll(line)].reduce((sum, [, count]) => sum + Number(count), 0);
  };

  beforeAll(async () => {
    roomId = newId();
    const input = { id: roomId, kind: 'GROUP', title: 'Replica', memberIds: [alex.memberId] };
    await minji.data(createRoom, { input });
    const expectReplica = async () => {
      await read(alex);
      expect(await readAt('replica')).toBeGreaterThan(0);
    };
    await vi.waitFor(expectReplica, { timeout: 20_000, interval: 100 });
  });

  it('miss nothing on one device that was written on another, while replay stands still', async () => {
    const other = await logInAs(stack.url, { handle: minji.handle, password });
    const replica = await connect(stack.replicaUrl ?? '');
    await replica.query('select pg_wal_replay_pause()');
    for (let seq = 1; seq <= 5; seq += 1) {
      await minji.data(send, { input: { id: newId(), roomId, text: 'on my way' } });
      expect(await read(other)).toEqual({ chatRoom: { lastSeq: seq } });
    }
    expect(await scrape()).toMatch(
      /^moim_read_fallbacks_total\{subgraph="messaging",reason="behind"\} [1-9]/m,
    );
    await replica.query('select pg_wal_replay_resume()');
    await replica.end();
  });

  it('fail for nobody when the replica dies', async () => {
    const before = await readAt('primary');
    const reading = Array.from({ length: 40 }, async (_, n) => {
      await delay(n * 25);
      return read(alex);
    });
    await delay(300);
    await killServer(stack.replicaUrl ?? '');
    expect(await Promise.all(reading)).toHaveLength(40);
    expect(await readAt('primary')).toBeGreaterThan(before);
  });
});
