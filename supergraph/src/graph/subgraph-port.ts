import { type ExecutionResult, GraphQLError, Kind, parse } from 'graphql';
import { positionIn } from '@moim/kit/server/written-position.ts';
import { inSpan, isTraced } from '@moim/kit/trace/span.ts';
import type { Deadline } from '../execution/deadline.ts';
import { DeadlinePassedError } from '../execution/deadline-passed.ts';
import { isMutation } from '../execution/is-mutation.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import type { SubgraphConnection, SubgraphOperation } from '../execution/subgraph-connection.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { unplaced } from '../freshness/seen-token.ts';
import type { Caller } from './caller.ts';
import { EntityBatcher } from './entity-batcher.ts';
import { standInForViewer } from './viewer-stand-in.ts';

type Variables = Readonly<Record<string, unknown>>;

/** How a plan reaches a subgraph: as somebody, with what he wrote noted. */
export class SubgraphPort {
  readonly #connection: SubgraphConnection;
  readonly #freshness: Freshness;
  readonly #onLate: (subgraph: string) => void;
  readonly #ofEvents = new EntityBatcher();

  constructor(connection: SubgraphConnection, freshness: Freshness, onLate: (subgraph: string) => void) {
    this.#onLate = onLate;
    this.#connection = connection;
    this.#freshness = freshness;
  }

  /**
   * An outage is an answer too, and so is none in time: one error for each field that will be null.
   *
   * @param isForEvent - it completes an event: it may wait a moment for what others of that caller's need
   */
  async ask(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
    isForEvent = false,
  ): Promise<ExecutionResult> {
    try {
      return await this.#askInTrace(request, variables, caller, deadline, isForEvent);
    } catch (thrown) {
      // What is told to who has left nobody reads; it must not look like a defect.
      const error = deadline.isOver ? new DeadlinePassedError(request.subgraph, { cause: thrown }) : thrown;
      if (!isOutage(error)) throw error;
      if (deadline.hasPassed) this.#onLate(request.subgraph);
      const data = standInForViewer(request.query, caller.identity.viewer);
      return { errors: failures(error, request.query, variables), data };
    }
  }

  #askInTrace(...asking: Parameters<SubgraphPort['ask']>): Promise<ExecutionResult> {
    if (!isTraced()) return this.#together(...asking);
    const [{ subgraph: service }] = asking;
    return inSpan('gateway.fetch', { attributes: { service } }, () => this.#together(...asking));
  }

  /** What the supergraph asks for itself is there to complete events, too. */
  #together(
    request: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
    isForEvent = false,
  ): Promise<ExecutionResult> {
    if (!isForEvent && !caller.identity.isService) return this.#execute(request, variables, caller, deadline);
    return this.#ofEvents.ask(caller.asker, request, variables, deadline, (joined, all, joint) =>
      this.#execute(joined, all, caller, joint),
    );
  }

  async #execute(
    { subgraph, query, operationName }: SubgraphRequest,
    variables: Variables,
    caller: Caller,
    deadline: Deadline,
  ): Promise<ExecutionResult> {
    const operation = new PortOperation({ query, operationName }, variables, caller, deadline);
    if (deadline.isOver) throw new DeadlinePassedError(subgraph);
    const result = await deadline.orOver(this.#connection.execute(operation));
    const written = positionIn(result);
    if (written || isMutation(query)) caller.noteWritten(written ?? unplaced);
    const { viewer } = caller.identity;
    if (written && viewer) await this.#freshness.wrote(viewer.memberId, written);
    return result;
  }
}

/** A class for the sake of its `signal`: that is made when somebody looks at it, which most connections do not. */
class PortOperation implements SubgraphOperation {
  readonly query: string;
  readonly variables: Variables;
  readonly identity: SubgraphOperation['identity'];
  readonly deadlineAtMs: number;
  readonly wait: Deadline;
  readonly operationName?: string;
  readonly authorization?: string;

  constructor(
    { query, operationName }: Pick<SubgraphRequest, 'query' | 'operationName'>,
    variables: Variables,
    { identity, authorization }: Caller,
    deadline: Deadline,
  ) {
    this.query = query;
    this.variables = variables;
    this.identity = identity;
    this.deadlineAtMs = deadline.atMs;
    this.wait = deadline;
    if (operationName) this.operationName = operationName;
    if (authorization) this.authorization = authorization;
  }

  get signal(): AbortSignal {
    return this.wait.signal;
  }

  onSent(): void {
    this.wait.commit();
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
