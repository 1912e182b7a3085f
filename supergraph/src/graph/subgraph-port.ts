import { type ExecutionResult, GraphQLError, Kind, parse } from 'graphql';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { inChildSpan } from '@moim/kit/trace/span.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { Freshness } from '../freshness/freshness.ts';
import type { Caller } from './caller.ts';
import { EntityBatcher } from './entity-batcher.ts';
import { standInForViewer } from './viewer-stand-in.ts';

type Variables = Readonly<Record<string, unknown>>;

/** How a plan reaches a subgraph: as somebody, with what he wrote noted. */
export class SubgraphPort {
  readonly #connection: SubgraphConnection;
  readonly #freshness: Freshness;
  readonly #ofService = new EntityBatcher();

  constructor(connection: SubgraphConnection, freshness: Freshness) {
    this.#connection = connection;
    this.#freshness = freshness;
  }

  /** An outage is an answer too: one error for each field that will be null. */
  async ask(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    signal?: AbortSignal,
  ): Promise<ExecutionResult> {
    const attributes = { service: request.subgraph };
    try {
      return await inChildSpan('gateway.fetch', { attributes }, () =>
        this.#together(request, variables, caller, signal),
      );
    } catch (error) {
      if (!(error instanceof SubgraphUnavailableError)) throw error;
      const data = standInForViewer(request.query, caller.identity.viewer);
      return { errors: unavailable(error, request.query, variables), data };
    }
  }

  /** What the supergraph asks for itself, to complete events, is the same whoever is told of them. */
  #together(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    signal: AbortSignal | undefined,
  ): Promise<ExecutionResult> {
    if (!caller.identity.isService || signal) return this.#execute(request, variables, caller, signal);
    return this.#ofService.ask(request, variables, (joined, all) =>
      this.#execute(joined, all, caller, signal),
    );
  }

  async #execute(
    { query, operationName }: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    signal: AbortSignal | undefined,
  ): Promise<ExecutionResult> {
    const { identity, authorization } = caller;
    const result = await this.#connection.execute({
      query,
      variables,
      identity,
      ...(operationName ? { operationName } : {}),
      ...(authorization ? { authorization } : {}),
      ...(signal ? { signal } : {}),
    });
    const written = positionIn(result);
    if (written) caller.noteWritten(written);
    if (written && identity.viewer) await this.#freshness.wrote(identity.viewer.memberId, written);
    return result;
  }
}

/** So that a client can tell "not there" from "could not be asked". */
function unavailable(
  { subgraph, message, code }: SubgraphUnavailableError,
  query: string,
  variables: Variables,
): GraphQLError[] {
  const extensions = { code, subgraph };
  return failedPaths(query, variables).map((path) => new GraphQLError(message, { path, extensions }));
}

function failedPaths(query: string, { representations }: Variables): (string | number)[][] {
  if (Array.isArray(representations)) return representations.map((_, index) => ['_entities', index]);
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [[]];
  return operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [[selection.alias?.value ?? selection.name.value]] : [],
  );
}
