import { readFileSync } from 'node:fs';
import { Client, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { byIdentifier } from './by-identifier.ts';
import { InboxChangedDocument, SessionViewerDocument } from './generated/graphql.ts';

const known = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../../../schema/operations.json', import.meta.url), 'utf8')));
/** The identifier that the server has for an operation. */
const idOf = (name: string) =>
  Object.entries(known).find(([, text]) => text.includes(` ${name} `) || text.includes(` ${name}(`))?.[0];

/** A client that keeps what it would have sent. */
function clientOf(sent: unknown[]): Client {
  return new Client({
    url: 'http://moim.example/graphql',
    preferGetMethod: false,
    fetch: async (_url, init) => {
      if (typeof init?.body === 'string') sent.push(JSON.parse(init.body));
      return Response.json({ data: { me: null } });
    },
    exchanges: [
      byIdentifier,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => {
            sent.push(request);
            sink.complete();
            return { unsubscribe: () => undefined };
          },
        }),
      }),
    ],
  });
}

describe('a document of the web', () => {
  it('goes by its identifier, and its result still knows it', async () => {
    const sent: unknown[] = [];
    const result = await clientOf(sent).query(SessionViewerDocument, {});
    expect(sent).toEqual([{ documentId: idOf('query SessionViewer'), variables: {} }]);
    expect(result.operation.query.definitions).not.toEqual([]);
    expect(result.data).toEqual({ me: null });
  });

  it('also where it subscribes', async () => {
    const sent: unknown[] = [];
    clientOf(sent)
      .subscription(InboxChangedDocument, { afterSeq: 0 })
      .subscribe(() => undefined);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent).toMatchObject([{ documentId: idOf('subscription InboxChanged'), query: undefined }]);
  });
});

it('a document without an identifier is sent as it is', async () => {
  const sent: unknown[] = [];
  await clientOf(sent).query(gql('{ __typename }'), {});
  expect(sent).toEqual([{ query: '{\n  __typename\n}', variables: {} }]);
});
