import { closableStream } from '../execution/closable-stream.ts';
import { Deadline } from '../execution/deadline.ts';
import type { Deadlines } from '../execution/deadlines.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import type { DeferredOperation } from '../execution/defer/deferred-operation.ts';
import type { Delivery } from '../execution/defer/delivery.ts';
import type { ExecutedOperation, InitialData, PreparedOperation } from '../execution/prepared-operation.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Freshness } from '../freshness/freshness.ts';
import type { Caller } from './caller.ts';
import { SubgraphPort } from './subgraph-port.ts';

export interface ExecutionOptions {
  /** Names in the supergraph, each to be connected. */
  readonly subgraphs: readonly string[];
  readonly connections: readonly SubgraphConnection[];
  readonly freshness: Freshness;
  readonly deadlines: Deadlines;
  /** Told of a subgraph that did not answer in time. */
  readonly onLate: (subgraph: string) => void;
}

/** One execution: for whom, with which values. */
export interface ExecuteOptions {
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** What an event brought. */
  readonly initial?: InitialData;
  /** Of an event: what is asked in common for all who are told of it; absent: nothing is. */
  readonly common?: CommonRequests | undefined;
  /** Told when nobody waits for the answer any more; absent: somebody does. */
  readonly deadline?: Deadline | undefined;
}

/** Requests whose answers are the same for everybody who is told of an event. */
export interface CommonRequests {
  /** Their texts, by subgraph. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>;
  /** Who asks them. */
  readonly caller: Caller;
}

/** Runs what is planned: asks the subgraphs of one supergraph, each operation within its deadline. */
export class Execution {
  readonly #deadlines: Deadlines;
  readonly #ports: ReadonlyMap<string, SubgraphPort>;

  /** @throws where a subgraph is named that nobody connected */
  constructor({ subgraphs, connections, freshness, deadlines, onLate }: ExecutionOptions) {
    this.#deadlines = deadlines;
    this.#ports = portsTo(
      subgraphs,
      connections,
      (connection) => new SubgraphPort(connection, freshness, onLate),
    );
  }

  /** Errors are as the subgraphs gave them, not yet masked. What is late is one of them. */
  async run(
    prepared: PreparedOperation,
    { variables, caller, initial, common, deadline = new Deadline() }: ExecuteOptions,
  ): Promise<ExecutedOperation> {
    const isEvent = initial !== undefined;
    const askerOf = ({ subgraph, query }: SubgraphRequest): Caller =>
      common?.texts.get(subgraph)?.has(query) ? common.caller : caller;
    this.#deadlines.begin(deadline);
    try {
      return await prepared.execute({
        variables,
        ask: (request, values) =>
          this.#port(request.subgraph).ask(request, values, askerOf(request), deadline, isEvent),
        hasLeft: () => deadline.hasLeft,
        ...(initial ? { initial } : {}),
      });
    } finally {
      deadline.end();
    }
  }

  /** What has not been fetched when the stream is closed is not fetched, but for what a mutation itself does. */
  stream(
    deferred: DeferredOperation,
    { variables, caller, deadline = new Deadline() }: ExecuteOptions,
  ): AsyncGenerator<Delivery, void, void> {
    this.#deadlines.begin(deadline);
    const deliveries = deferred.execute({
      variables,
      ask: (request, values) => this.#port(request.subgraph).ask(request, values, caller, deadline),
      hasLeft: () => deadline.hasLeft,
    });
    let first: ReturnType<typeof deliveries.next> | null = null;
    const askFirst = () => (first ??= deliveries.next());
    return closableStream({
      next: async () => {
        const result = await (first ? deliveries.next() : askFirst());
        if (result.done) deadline.leave(); // a part that nobody was sent may still be on its way
        return result;
      },
      close: async () => {
        // What a mutation has begun it ends all the same; its parts only read, for nobody.
        if (deferred.isMutation) {
          deadline.leaveUncommitted();
          await askFirst().catch(() => undefined); // for nobody
        }
        deadline.leave();
      },
    });
  }

  #port(name: string): SubgraphPort {
    const port = this.#ports.get(name);
    if (!port) throw new Error(`no connection for the subgraph "${name}"`);
    return port;
  }
}

function portsTo(
  subgraphs: readonly string[],
  connections: readonly SubgraphConnection[],
  open: (connection: SubgraphConnection) => SubgraphPort,
): ReadonlyMap<string, SubgraphPort> {
  const byName = new Map(connections.map((connection) => [connection.name, connection]));
  return new Map(
    subgraphs.map((name) => {
      const connection = byName.get(name);
      if (!connection)
        throw new Error(`The supergraph needs the subgraph "${name}", which is not connected.`);
      return [name, open(connection)];
    }),
  );
}
