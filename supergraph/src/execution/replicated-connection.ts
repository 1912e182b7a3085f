import type { KeyObject } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import { closableStream } from './closable-stream.ts';
import { lookAtReplica } from './look-at-replica.ts';
import { isMutation } from './is-mutation.ts';
import { type Replica, Replicas } from './replicas.ts';
import { RetryBudget } from './retry-budget.ts';
import type { SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { SubgraphUnavailableError } from './subgraph-unavailable.ts';

export interface ReplicatedConnectionOptions {
  /** As in the supergraph. */
  readonly name: string;
  /** At least one. */
  readonly replicas: readonly Replica[];
  /** True where live state is held by one process for each thing, found by its id: it stays with one replica. */
  readonly isSticky: boolean;
  /** What its processes prove themselves with; null: it is foreign. */
  readonly kinKey: KeyObject | null;
  readonly onStranger?: (url: string) => void;
  /** Shared with the connections to its processes. */
  readonly retries?: RetryBudget;
}

/**
 * Several processes of one subgraph as one connection, each behind its own breaker. What never
 * reached a replica is asked of the next one, and so, within the budget, is what only reads.
 */
export function connectReplicas({
  name,
  replicas: all,
  isSticky,
  kinKey,
  onStranger,
  retries = new RetryBudget(name),
}: ReplicatedConnectionOptions): SubgraphConnection {
  const replicas = new Replicas({
    replicas: all,
    look: (url) => lookAtReplica(url, name, kinKey),
    ...(onStranger && { onStranger }),
  });
  const keyOf = (text: string): string | null => (isSticky ? (uuid.exec(text)?.[0] ?? null) : null);
  const keyOfOperation = ({ query, variables }: SubgraphOperation) =>
    isSticky ? keyOf(JSON.stringify(variables) + query) : null;

  async function firstAnswer<Answer>(
    key: string | null,
    mayRepeat: boolean,
    ask: (connection: SubgraphConnection) => Promise<Answer>,
  ): Promise<Answer> {
    let failure: unknown; // made when it is needed: an error costs a stack trace
    for (const replica of replicas.inOrder(key)) {
      try {
        return await ask(replica.connection);
      } catch (error) {
        failure = error;
        const isUnsent = wasNeverSent(error);
        if (isUnsent || isLost(error)) replicas.lost(replica);
        if (!isUnsent && !(mayRepeat && isLost(error) && retries.mayRetry())) throw error;
      }
    }
    throw failure instanceof Error ? failure : new SubgraphUnavailableError(name);
  }

  return {
    name,
    execute: (operation) =>
      firstAnswer(keyOfOperation(operation), !isMutation(operation.query), (connection) =>
        connection.execute(operation),
      ),
    subscribe: (operation) => subscribeToFirst(replicas, keyOfOperation(operation), operation),
    fetch: (request, caller) =>
      firstAnswer(
        keyOf(new URL(request.url).pathname),
        request.method === 'GET' || request.method === 'HEAD',
        (connection) => connection.fetch(request.clone(), caller),
      ),
    // What is asked so changes nothing.
    askJson: (path, body, caller) =>
      firstAnswer(keyOf(path), true, ({ askJson }) =>
        askJson ? askJson(path, body, caller) : Promise.reject(new SubgraphUnavailableError(name)),
      ),
    close: async () => {
      replicas.close();
      await Promise.all(all.map(({ connection }) => connection.close()));
    },
  };
}

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Nobody listened there, or the breaker kept the call back. */
const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** The connection ended before the answer: the process has. */
const lostCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const wasNeverSent = (error: unknown): boolean =>
  error instanceof SubgraphUnavailableError &&
  (error.cause === undefined || hasCode(error.cause, unsentCodes));

const isLost = (error: unknown): boolean =>
  error instanceof SubgraphUnavailableError && hasCode(error.cause, lostCodes);

function hasCode(cause: unknown, codes: ReadonlySet<string>): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause ? String(cause.code) : '';
  return codes.has(code) || hasCode(cause.cause, codes);
}

/** Moves on while no stream has come up; one that was open is resumed by who reads it. */
function subscribeToFirst(
  replicas: Replicas,
  key: string | null,
  operation: SubgraphOperation,
): AsyncGenerator<ExecutionResult, void, void> {
  const left = replicas.inOrder(key);
  let replica = left.shift();
  let stream = replica?.connection.subscribe(operation);
  const next = async (): Promise<IteratorResult<ExecutionResult, void>> => {
    try {
      return (await stream?.next()) ?? { done: true, value: undefined };
    } catch (error) {
      if (replica && error instanceof SubgraphUnavailableError) replicas.lost(replica);
      const isUp = !(error instanceof SubgraphUnavailableError) || error.wasOpen;
      replica = isUp ? undefined : left.shift();
      if (!replica) throw error;
      stream = replica.connection.subscribe(operation);
      return next();
    }
  };
  return closableStream({
    next,
    close: async () => {
      await stream?.return();
    },
  });
}
