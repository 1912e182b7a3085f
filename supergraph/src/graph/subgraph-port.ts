import { type ExecutionResult, GraphQLError, Kind, parse } from 'graphql';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { inChildSpan } from '@moim/kit/trace/span.ts';
import type { Deadline } from '../execution/deadline.ts';
import { DeadlinePassedError } from '../execution/deadline-passed.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import type { SubgraphConnection, SubgraphOperation } from '../execution/subgraph-connection.ts';
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
  readonly #onLate: (subgraph: string) => void;
  readonly #ofService = new EntityBatcher();

  constructor(connection: SubgraphConnection, freshness: Freshness, onLate: (subgraph: string) => void) {
    this.#onLate = onLate;
    this.#connection = connection;
    this.#freshness = freshness;
  }

  /** An outage is an answer too, and so is none in time: one error for each field that will be null. */
  async ask(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
  ): Promise<ExecutionResult> {
    const attributes = { service: request.subgraph };
    try {
      return await inChildSpan('gateway.fetch', { attributes }, () =>
        this.#together(request, variables, caller, deadline),
      );
    } catch (thrown) {
      // What is told to who has left nobody reads; it must not look like a defect.
      const error = deadline.isOver ? new DeadlinePassedError(request.subgraph, { cause: thrown }) : thrown;
      if (!isOutage(error)) throw error;
      if (deadline.hasPassed) this.#onLate(request.subgraph);
      const data = standInForViewer(request.query, caller.identity.viewer);
      return { errors: failures(error, request.query, variables), data };
    }
  }

  /** What the supergraph asks for itself, to complete events, is the same whoever is told of them. */
  #together(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
  ): Promise<ExecutionResult> {
    if (!caller.identity.isService) return this.#execute(request, variables, caller, deadline);
    return this.#ofService.ask(request, variables, (joined, all) =>
      this.#execute(joined, all, caller, deadline),
    );
  }

  async #execute(
    { subgraph, query, operationName }: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
  ): Promise<ExecutionResult> {
    const { identity, authorization } = caller;
    const operation: SubgraphOperation = {
      query,
      variables,
      identity,
      deadlineAtMs: deadline.atMs,
      onSent: () => deadline.commit(),
      get signal() {
        return deadline.signal; // which costs something to make, and a subgraph in this process may need none
      },
      ...(operationName ? { operationName } : {}),
      ...(authorization ? { authorization } : {}),
    };
    if (deadline.isOver) throw new DeadlinePassedError(subgraph);
    const result = await deadline.orOver(this.#connection.execute(operation));
    const written = positionIn(result);
    if (written) caller.noteWritten(written);
    if (written && identity.viewer) await this.#freshness.wrote(identity.viewer.memberId, written);
    return result;
  }
}

const isOutage = (error: unknown): error is SubgraphUnavailableError | DeadlinePassedError =>
  error instanceof SubgraphUnavailableError || error instanceof DeadlinePassedError;

/** So that a client can tell "not there" from "could not be asked". */
function failures(
  { subgraph, message, code }: SubgraphUnavailableError | DeadlinePassedError,
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
