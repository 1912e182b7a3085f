import { type DocumentNode, getOperationAST } from 'graphql';
import { accessToken, isAccessTokenFresh, refreshAccessToken } from '#lib/features/session/access-token.ts';
import { apiUrl } from '#lib/graphql/api-url.ts';
import { socket } from '#lib/graphql/socket.ts';

interface TypedOperation {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown>;
}

interface TypedContext {
  readonly documentAST?: DocumentNode;
  readonly headers?: Record<string, string>;
}

/** Runs what is typed in the explorer as the viewer; subscriptions go over the app's own WebSocket. */
export function fetchAsViewer(typed: TypedOperation, context: TypedContext = {}) {
  const { query, operationName = null, variables = {} } = typed;
  const request = { query, operationName, variables };
  const operation = context.documentAST && getOperationAST(context.documentAST, operationName);
  return operation?.operation === 'subscription' ? socket.iterate(request) : post(request, context.headers);
}

async function post(request: object, headers: Record<string, string> = {}): Promise<unknown> {
  if (!isAccessTokenFresh()) await refreshAccessToken();
  const response = await fetch(apiUrl('/graphql'), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      authorization: `Bearer ${accessToken() ?? ''}`,
      ...headers,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}
