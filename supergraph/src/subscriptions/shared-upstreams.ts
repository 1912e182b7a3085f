import type { FormattedExecutionResult } from 'graphql';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Execute } from './generation.ts';
import { Outcome, type Waiter } from './outcome.ts';
import type { RingEntry } from './ring.ts';
import type { Upstream } from './upstream.ts';

/** One upstream with the results that its subscribers have in common. */
export interface SharedUpstream {
  readonly upstream: Upstream;
  readonly connection: SubgraphConnection;
  readonly pipes: Map<string, Pipe>;
  /** Those that began further back, for newcomers who have yet to meet this one. */
  readonly catchUps: Set<Upstream>;
}

type Complete = (entry: RingEntry) => Outcome<FormattedExecutionResult>;

/** The result that equal subscribers have in common, and how many they are. */
interface Pipe {
  readonly key: string;
  readonly complete: Complete;
  /** Those who are woken when it has something. */
  readonly readers: Set<Waiter>;
  subscribers: number;
}

/** A subscriber's place at a pipe. */
export class PipeSeat {
  readonly #pipes: Map<string, Pipe>;
  readonly #pipe: Pipe;
  readonly #reader: Waiter;

  /** @param isTold - whether the reader is woken by the pipe */
  constructor(pipes: Map<string, Pipe>, pipe: Pipe, reader: Waiter, isTold: boolean) {
    this.#pipes = pipes;
    this.#pipe = pipe;
    this.#reader = reader;
    pipe.subscribers += 1;
    if (isTold) pipe.readers.add(reader);
  }

  get complete(): Complete {
    return this.#pipe.complete;
  }

  leave(): void {
    this.#pipe.readers.delete(this.#reader);
    this.#pipe.subscribers -= 1;
    if (this.#pipe.subscribers === 0 && this.#pipes.get(this.#pipe.key) === this.#pipe)
      this.#pipes.delete(this.#pipe.key);
  }
}

/** The upstreams that newcomers may join, by what must be equal for that. */
export class SharedUpstreams {
  readonly #byKey = new Map<string, SharedUpstream>();

  get sharing(): { readonly upstreams: number; readonly pipes: number } {
    const pipes = [...this.#byKey.values()].map((shared) => shared.pipes.size);
    return { upstreams: this.#byKey.size, pipes: pipes.reduce((sum, size) => sum + size, 0) };
  }

  /** One that is gone, or comes over a connection that was replaced, is nobody's any more. */
  findOrOpen(
    key: string,
    connection: SubgraphConnection,
    open: (onClosed: () => void) => Upstream,
  ): SharedUpstream {
    const known = this.#byKey.get(key);
    if (known?.upstream.isOpen && known.connection === connection) return known;
    const upstream = open(() => {
      if (this.#byKey.get(key)?.upstream === upstream) this.#byKey.delete(key);
    });
    const pipes = new Map<string, Pipe>();
    upstream.announceBy((entry) => announce(pipes, entry));
    const shared = { upstream, connection, pipes, catchUps: new Set<Upstream>() };
    this.#byKey.set(key, shared);
    return shared;
  }

  close(): void {
    for (const { upstream } of [...this.#byKey.values()]) upstream.close();
  }
}

/** What an event becomes is made before anybody looks for it: each is woken once, when it is there. */
function announce(pipes: ReadonlyMap<string, Pipe>, entry: RingEntry): void {
  for (const { complete, readers } of pipes.values()) if (readers.size > 0) complete(entry).tellAll(readers);
}

export interface Joining {
  readonly key: string;
  readonly reader: Waiter;
  /** Whether the pipe wakes him. */
  readonly isTold: boolean;
  /** Made only for the first of a pipe. */
  readonly execute: () => Execute;
}

export function joinPipe({ pipes }: SharedUpstream, { key, reader, isTold, execute }: Joining): PipeSeat {
  const known = pipes.get(key);
  const pipe = known ?? { key, complete: oncePerEvent(execute()), readers: new Set(), subscribers: 0 };
  pipes.set(key, pipe);
  return new PipeSeat(pipes, pipe, reader, isTold);
}

/** One that can tell at once what came after the cursor; whoever comes back with others waits for no one's past. */
export function findCatchUp(
  { catchUps }: SharedUpstream,
  after: number,
  open: (onClosed: () => void) => Upstream,
): Upstream {
  for (const one of catchUps) if (one.isOpen && one.ring.positionAfter(after) !== null) return one;
  const opened = open(() => catchUps.delete(opened));
  catchUps.add(opened);
  return opened;
}

/**
 * All subscribers of a pipe wait for the same execution; it is forgotten with the event. What failed is made again for
 * those who come later: the subgraph that was missing may be back.
 */
function oncePerEvent(execute: Execute): Complete {
  const outcomes = new WeakMap<RingEntry, Outcome<FormattedExecutionResult>>();
  return (entry) => {
    const known = outcomes.get(entry);
    if (known) return known;
    const outcome = new Outcome(execute(entry));
    outcomes.set(entry, outcome);
    const forget = (): boolean => outcomes.delete(entry);
    outcome.promise.then(({ errors }) => errors && forget(), forget);
    return outcome;
  };
}
