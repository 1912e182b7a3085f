import type { InternalTokenSigner } from '@moim/kit/auth/internal-token.ts';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { deadlineHeader } from '@moim/kit/deadline/deadline-header.ts';
import { clientAddressHeader, internalTokenHeader, requestIdHeader } from '@moim/kit/server/authenticate.ts';
import { traceparentHeader, traceparentOf } from '@moim/kit/trace/traceparent.ts';
import { type Soon, whenThere } from './soon.ts';
import type { SubgraphOperation } from './subgraph-connection.ts';

export type Introduce = (identity: Omit<OperationIdentity, 'requestId'>) => Promise<string>;
export type Asking = Pick<SubgraphOperation, 'identity' | 'authorization' | 'deadlineAtMs'>;

export interface Introducing {
  /** Of the subgraph. */
  readonly name: string;
  /** Signs who asks; absent for a foreign subgraph, which gets the client's own Authorization. */
  readonly tokens?: InternalTokenSigner | undefined;
  /** Signs who asks for a subgraph that is not ours: the value of its Authorization, in place of the client's. */
  readonly introduce?: Introduce | undefined;
}

/** What a subgraph is told of who asks, beside the question. At once where nothing has to be signed for it. */
export function headersOf(
  { name, tokens, introduce }: Introducing,
  asking: Asking,
): Soon<Record<string, string>> {
  const { identity, authorization } = asking;
  const headers: Record<string, string> = { [requestIdHeader]: identity.requestId };
  const traceparent = traceparentOf(); // a foreign subgraph is told too
  if (traceparent !== null) headers[traceparentHeader] = traceparent;
  if (introduce) return whenThere(introduce(identity), (said) => ({ ...headers, authorization: said }));
  if (tokens) return whenThere(tokens.sign(identity, name), (token) => ownHeaders(headers, asking, token));
  if (authorization) headers['authorization'] = authorization;
  return headers;
}

/** Of a subgraph of ours, which believes what is said beside the token. */
function ownHeaders(
  headers: Record<string, string>,
  { identity, deadlineAtMs }: Asking,
  token: string,
): Record<string, string> {
  if (deadlineAtMs !== undefined) headers[deadlineHeader] = String(remainingMs(deadlineAtMs));
  if (identity.clientAddress) headers[clientAddressHeader] = identity.clientAddress;
  headers[internalTokenHeader] = token;
  return headers;
}

/** What is left, since clocks of two machines differ. */
const remainingMs = (deadlineAtMs: number): number =>
  Math.max(0, Math.round(deadlineAtMs - performance.now()));
