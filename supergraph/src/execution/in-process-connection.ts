import { type DocumentNode, type ExecutionResult, GraphQLError, parse, validate } from 'graphql';
import type { HostedSubgraph } from '@moim/kit/server/host.ts';
import type { SubgraphOperation as HostedOperation } from '@moim/kit/server/operation.ts';
import { here, within } from '@moim/kit/trace/span.ts';
import { BoundedCache } from './bounded-cache.ts';
import { closableStream } from './closable-stream.ts';
import type { SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

/** Characters of operation text whose parsed form is kept for a subgraph. */
const maxCachedCharacters = 2_000_000;

/** Calls a subgraph that runs in this process: no HTTP, no token, each document parsed once. */
export function connectInProcess(hosted: HostedSubgraph): SubgraphConnection {
  const documents = new BoundedCache<DocumentNode>(maxCachedCharacters);
  let isClosed = false;

  function operationFor(operation: SubgraphOperation): HostedOperation {
    if (isClosed) throw new SubgraphUnavailableError(hosted.name);
    const { query, variables, operationName, identity, deadlineAtMs } = operation;
    const document = documents.get(query) ?? remember(query);
    const bounds = deadlineAtMs === undefined ? {} : { bounds: operation };
    return { document, variables, identity, ...bounds, ...(operationName ? { operationName } : {}) };
  }

  function remember(query: string): DocumentNode {
    const document = parse(query);
    const [error] = validate(hosted.schema, document);
    if (error) throw error;
    documents.set(query, document, query.length);
    return document;
  }

  return {
    name: hosted.name,
    execute: async (operation) => {
      try {
        return await hosted.execute(operationFor(operation));
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    },
    subscribe: (operation) => {
      const asked = here();
      return lazyStream(async () => within(asked, async () => hosted.subscribe(operationFor(operation))));
    },
    fetch: async (request, { identity, clientAddress, deadlineAtMs }) => {
      if (isClosed) throw new SubgraphUnavailableError(hosted.name);
      const bounds = deadlineAtMs === undefined ? {} : { bounds: { deadlineAtMs, signal: request.signal } };
      const response = await hosted.handleRoute({ request, identity, clientAddress, ...bounds });
      return response ?? new Response(null, { status: 404 });
    },
    close: async () => {
      isClosed = true;
    },
  };
}

type Source = AsyncGenerator<ExecutionResult, void, void> | ExecutionResult;

/** Subscribes at the first `next()`, so that opening never throws outside the stream. */
function lazyStream(open: () => Promise<Source>): AsyncGenerator<ExecutionResult, void, void> {
  let opening: Promise<AsyncGenerator<ExecutionResult, void, void>> | undefined;
  const source = () => (opening ??= openAsStream(open));
  return closableStream({
    next: async () => (await source()).next(),
    close: async () => {
      // A subgraph's generator may answer `return()` only after its next event: not waited for.
      void opening?.then((stream) => stream.return()).catch(() => undefined);
    },
  });
}

async function openAsStream(
  open: () => Promise<Source>,
): Promise<AsyncGenerator<ExecutionResult, void, void>> {
  try {
    const source = await open();
    return Symbol.asyncIterator in source ? source : only(source);
  } catch (error) {
    if (error instanceof GraphQLError) return only({ errors: [error] });
    throw error;
  }
}

async function* only(result: ExecutionResult): AsyncGenerator<ExecutionResult, void, void> {
  yield result;
}
