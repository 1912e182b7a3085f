import { Client, fetchExchange, type OperationResult } from '@urql/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PartsFixture, startParts } from '@moim/supergraph/testing/parts-fixture.ts';

let graph: PartsFixture;
beforeAll(async () => {
  graph = await startParts();
});
afterAll(() => graph.server.close());

/** What a client of urql is shown, one result after the other. */
async function results(query: string, accept?: string): Promise<Pick<OperationResult, 'data' | 'hasNext'>[]> {
  const client = new Client({
    url: `${graph.url}/graphql`,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    ...(accept && { fetchOptions: { headers: { accept } } }),
  });
  const shown: Pick<OperationResult, 'data' | 'hasNext'>[] = [];
  await new Promise<void>((resolve) => {
    client.query(query, {}).subscribe(({ data, hasNext, error }) => {
      if (error?.networkError) throw error.networkError;
      shown.push({ data: structuredClone(data), hasNext });
      if (!hasNext) resolve();
    });
  });
  return shown;
}

const query = '{ books { title ... @defer { texts } shelf { row ... @defer { floor } } } }';
const whole = '{ books { title texts shelf { row floor } } }';

describe('urql, with its own reader of streams', () => {
  it.each([
    ['multipart, as Apollo Client asks for it', 'multipart/mixed;deferSpec=20220824, application/json'],
    ['multipart of any kind', 'multipart/mixed, application/json'],
    ['whatever it asks for by itself', undefined],
  ])('%s: has in the end what it has at once', async (_, accept) => {
    const shown = await results(query, accept);
    const [atOnce] = await results(whole, 'application/json');
    expect(shown[0]).toEqual({
      data: {
        books: [
          { title: 'Dune', shelf: { row: 1 } },
          { title: 'Emma', shelf: null },
        ],
      },
      hasNext: true,
    });
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.at(-1)).toEqual({ data: atOnce?.data, hasNext: false });
  });
});
