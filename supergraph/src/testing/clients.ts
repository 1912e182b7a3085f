import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: z.output<typeof graphqlAnswer>;
}

/** One operation over HTTP POST. */
export async function post(
  url: string,
  query: string,
  { variables, headers }: { readonly variables?: object; readonly headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, body: await asResult(response) };
}

async function asResult(response: Response): Promise<HttpAnswer['body']> {
  return graphqlAnswer.parse(await response.json());
}

const graphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullable().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});

export function socketClient(url: string, authorization?: string): Client {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
    ...(authorization ? { connectionParams: { authorization } } : {}),
  });
}

type LibraryResult = Parameters<Parameters<Client['subscribe']>[1]['next']>[0];

/** A subscription that keeps everything it was sent. */
export interface Listening {
  readonly results: LibraryResult[];
  /** What ended it: the `errors` of an error message, a close event, or null for a normal end. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

export function listen(
  client: Client,
  query: string,
  variables: Record<string, unknown> = {},
  extensions: Record<string, unknown> = {},
): Listening {
  const results: LibraryResult[] = [];
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const stop = client.subscribe(
    { query, variables, extensions },
    { next: (result) => results.push(result), error: resolve, complete: () => resolve(null) },
  );
  return { results, ended: promise, stop };
}
