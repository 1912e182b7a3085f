import type { ExecutionResult } from 'graphql';
import type { RecentChanges } from '../freshness/recent-changes.ts';
import { askerOf } from './asker.ts';
import { Bulkhead, type BulkheadLimits } from './bulkhead.ts';
import { isMutation } from './is-mutation.ts';
import { SharedReads } from './shared-reads.ts';
import type { HttpCaller, SubgraphConnection, SubgraphOperation } from './subgraph-connection.ts';
import { type TrafficObserver, unobserved } from './traffic-observer.ts';
import type { WriteClock } from './write-clock.ts';

export interface GuardOptions {
  /** One for all subgraphs: an answer of the one may tell of a change in another. */
  readonly changes: WriteClock;
  /** The same for other processes; absent: there are none. */
  readonly elsewhere?: RecentChanges;
  readonly observer?: TrafficObserver;
  readonly limits?: BulkheadLimits;
  /** False: every read is a request, e.g. where requests are measured. */
  readonly sharesReads?: boolean;
  /** See {@link SharedReads}. */
  readonly joinedForMs?: number | undefined;
}

export interface GuardedConnection extends SubgraphConnection {
  /** Requests, right now. */
  readonly load: { readonly running: number; readonly waiting: number };
}

/** A subgraph as plans meet it: with a room of its own, and equal reads asked once. */
export function guardConnection(
  connection: SubgraphConnection,
  { changes, elsewhere, observer = unobserved, limits, sharesReads = true, joinedForMs }: GuardOptions,
): GuardedConnection {
  const { name } = connection;
  const bulkhead = new Bulkhead(name, limits, observer);
  const reads = new SharedReads(name, changes, { observer, joinedForMs, ...(elsewhere && { elsewhere }) });
  const during = <T>(by: Pick<HttpCaller, 'identity' | 'authorization'>, change: () => Promise<T>) =>
    changes.during(() => noting(elsewhere, by, change));
  return {
    name,
    get load() {
      return { running: bulkhead.running, waiting: bulkhead.waiting };
    },
    execute: (operation) => {
      const ask = (onSent?: () => void) =>
        bulkhead.run(operation, () => {
          onSent?.();
          return connection.execute(operation);
        });
      if (isMutation(operation.query))
        return during(operation, () => bulkhead.run(operation, () => sendOff(connection, operation)));
      return sharesReads ? reads.read(operation, ask) : ask();
    },
    subscribe: (operation) => ticking(connection.subscribe(operation), changes),
    fetch: (request, caller) => {
      const ask = () => connection.fetch(request, caller);
      return request.method === 'GET' || request.method === 'HEAD' ? ask() : during(caller, ask);
    },
    close: () => connection.close(),
  };
}

/** Also where it failed: nobody knows what was done. Where it is nobody's to note, nothing is waited for. */
async function noting<T>(
  elsewhere: RecentChanges | undefined,
  by: Pick<HttpCaller, 'identity' | 'authorization'>,
  change: () => Promise<T>,
): Promise<T> {
  const asker = askerOf(by);
  try {
    return await change();
  } finally {
    if (elsewhere && asker !== null) await elsewhere.note(asker);
  }
}

function sendOff(connection: SubgraphConnection, operation: SubgraphOperation): Promise<ExecutionResult> {
  operation.onSent?.();
  return connection.execute(operation);
}

/** The same guard for the same connection, whenever it is asked for; a guard guards itself. */
export function connectionGuard(
  options: GuardOptions,
): (connection: SubgraphConnection) => GuardedConnection {
  const known = new WeakMap<SubgraphConnection, GuardedConnection>();
  return (connection) => {
    const guarded = known.get(connection) ?? guardConnection(connection, options);
    known.set(connection, guarded).set(guarded, guarded);
    return guarded;
  };
}

type Events = AsyncGenerator<ExecutionResult, void, void>;

/** Who hears of an event may ask for what it changed. */
function ticking(events: Events, changes: WriteClock): Events {
  return {
    next: () => changes.during(() => events.next()),
    return: (value) => events.return(value),
    throw: (error) => events.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}
