import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type ExecutionResult, Kind, parse } from 'graphql';
import { positionIn } from '@moim/kit/server/written-position.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { callerOf } from './caller.ts';
import { standInForViewer } from './viewer-stand-in.ts';

type GatewayResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;
type Variables = Readonly<Record<string, unknown>>;

/** Lets the stock gateway reach a subgraph through our port. */
export class ConnectionDataSource implements GraphQLDataSource {
  readonly #connection: SubgraphConnection;
  readonly #freshness: Freshness;

  constructor(connection: SubgraphConnection, freshness: Freshness) {
    this.#connection = connection;
    this.#freshness = freshness;
  }

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<GatewayResponse> {
    const { query = '', variables = {}, operationName } = request;
    const caller = callerOf(context);
    const { identity, authorization } = caller;
    try {
      const result = await this.#connection.execute({
        query,
        variables,
        identity,
        ...(operationName ? { operationName } : {}),
        ...(authorization ? { authorization } : {}),
      });
      const written = positionIn(result);
      if (written) caller.noteWritten(written);
      if (written && identity.viewer) await this.#freshness.wrote(identity.viewer.memberId, written);
      return toGatewayResponse(result);
    } catch (error) {
      if (error instanceof SubgraphUnavailableError)
        return { ...unavailable(error, query, variables), data: standInForViewer(query, identity.viewer) };
      throw error;
    }
  }
}

/** The gateway takes errors as they look in JSON. */
export const toGatewayResponse = ({ data, errors }: ExecutionResult): GatewayResponse => ({
  data: data ?? null,
  ...(errors ? { errors: errors.map((error) => error.toJSON()) } : {}),
});

/**
 * A thrown error would lose its path: the gateway places only errors of a response. One for each
 * field that will be null, so that a client can tell "not there" from "could not be asked".
 */
function unavailable(
  { subgraph, message, code }: SubgraphUnavailableError,
  query: string,
  variables: Variables,
): Required<Pick<GatewayResponse, 'errors'>> {
  const errors = failedPaths(query, variables).map((path) => ({
    message,
    path,
    extensions: { code, subgraph },
  }));
  return { errors };
}

function failedPaths(query: string, { representations }: Variables): (string | number)[][] {
  if (Array.isArray(representations)) return representations.map((_, index) => ['_entities', index]);
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [[]];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [[selection.alias?.value ?? selection.name.value]] : [],
  );
}
