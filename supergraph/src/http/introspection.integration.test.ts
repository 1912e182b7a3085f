import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { listen, post, socketClient } from '../testing/clients.ts';
import { type Fixture, startFixture } from '../testing/fixture.ts';

/** The answer that is kept as bytes, on its way over each transport. */
let graph: Fixture;
let authorization: string;
beforeAll(async () => {
  graph = await startFixture('in-process');
  authorization = await graph.authorization('ann');
});
afterAll(() => graph.close());

const query = getIntrospectionQuery();

async function overHttp(text: string): Promise<unknown> {
  return (await post(graph.url, text, { headers: { authorization } })).body.data;
}

async function overEvents(): Promise<unknown> {
  const response = await fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  const [, json = ''] = /^data: (\{.*\})$/m.exec(await response.text()) ?? [];
  return z.object({ data: z.unknown() }).parse(JSON.parse(json)).data;
}

async function overSocket(): Promise<unknown> {
  const client = socketClient(graph.url, authorization);
  const listening = listen(client, query);
  expect(await listening.ended).toBeNull();
  await client.dispose();
  return listening.results[0]?.data;
}

it('the whole schema is the same over HTTP, server-sent events and WebSocket, time and again', async () => {
  const first = await overHttp(query);
  expect(first).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
  expect(JSON.stringify(first)).toContain('"name":"people"');
  for (const data of [await overHttp(query), await overEvents(), await overSocket()])
    expect(data).toEqual(first);
});

it('what is asked beside it is answered anew', async () => {
  const beside = (id: string) =>
    `{ person(id: "${id}") { name } __schema { types { name fields { name } } } }`;
  expect(await overHttp(beside('ann'))).toMatchObject({ person: { name: 'ANN' } });
  expect(await overHttp(beside('bob'))).toMatchObject({ person: { name: 'BOB' } });
});
