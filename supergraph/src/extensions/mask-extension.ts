import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { toGraphQLError } from '../execution/graphql-result.ts';
import type { SubgraphConnection, SubgraphOperation } from '../execution/subgraph-connection.ts';

/**
 * Does for an extension what our own subgraphs do themselves: of an error the closed list of codes leaves with its
 * words, anything else is hidden and logged here. What it says beside data and errors is between us and our own
 * subgraphs (e.g. how far a database has been written), so nobody else is believed. It has no plain HTTP: a page
 * of its would be one of this origin.
 */
export function maskExtension(
  connection: SubgraphConnection,
  log: Pick<Logger, 'error'>,
): SubgraphConnection {
  const { name } = connection;
  const mask = ({ data, errors }: ExecutionResult, { identity }: SubgraphOperation): ExecutionResult => ({
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map((error) => publicFace(error, identity.requestId)) } : {}),
  });
  function publicFace(error: unknown, requestId: string): GraphQLError {
    const { message, path, extensions } = toGraphQLError(error);
    const { code, field } = extensions;
    const place = path ? { path } : {};
    if (isSaid(code))
      return new GraphQLError(message, {
        ...place,
        extensions: { code, subgraph: name, ...(typeof field === 'string' ? { field } : {}) },
      });
    log.error({ extension: name, requestId, hidden: { message, path, code } }, 'an extension failed');
    return new GraphQLError(hiddenMessage, { ...place, extensions: { code: 'INTERNAL', subgraph: name } });
  }
  return {
    ...{ name, isExtension: true },
    execute: async (operation) => mask(await connection.execute(operation), operation),
    subscribe: (operation) => {
      const stream = connection.subscribe(operation);
      return closableStream({
        next: async () => {
          const next = await stream.next();
          return next.done ? next : { done: false, value: mask(next.value, operation) };
        },
        close: async () => {
          await stream.return();
        },
      });
    },
    fetch: async () => new Response(null, { status: 404 }),
    close: () => connection.close(),
  };
}

const hiddenMessage = 'Something went wrong in an extension.';

/** `INTERNAL` is on the list, and says that the words are not for clients. */
const isSaid = (code: unknown): code is string =>
  typeof code === 'string' && code !== 'INTERNAL' && Object.hasOwn(publicCodes, code);
