import type { FormattedExecutionResult } from 'graphql';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { EventResults } from './event-results.ts';
import type { Execute } from './generation.ts';
import type { Outcome, Reader } from './outcome.ts';
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

/** The result that equal subscribers have in common, and how many they are. */
interface Pipe {
  readonly key: string;
  readonly results: EventResults;
  /** Those who are woken when it has something. */
  readonly readers: Set<Reader>;
  subscribers: number;
}

/** A subscriber's place at a pipe. */
export class PipeSeat {
  readonly #pipes: Map<string, Pipe>;
  readonly #pipe: Pipe;
  readonly #reader: Reader;
  readonly #number: number;

  /** @param isTold - whether the reader is woken by the pipe */
  constructor(pipes: Map<string, Pipe>, pipe: Pipe, reader: Reader, isTold: boolean) {
    this.#pipes = pipes;
    this.#pipe = pipe;
    this.#reader = reader;
    this.#number = pipe.results.join();
    pipe.subscribers += 1;
    if (isTold) pipe.readers.add(reader);
  }

  complete(entry: RingEntry): Outcome<FormattedExecutionResult> {
    return this.#pipe.results.of(entry, this.#number);
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

/**
 * What an event becomes is made before anybody looks for it: each who waits is woken once, when it is there. For those
 * alone who read something else, still have to pay or do not read at all, nothing is made.
 */
function announce(pipes: ReadonlyMap<string, Pipe>, entry: RingEntry): void {
  for (const { results, readers } of pipes.values()) {
    // Whether each of them waits is not asked: most do, and who does not is woken for nothing.
    if (hasWaiting(readers)) results.forPresent(entry).tellAll(readers);
  }
}

function hasWaiting(readers: Iterable<Reader>): boolean {
  for (const { isWaiting } of readers) if (isWaiting) return true;
  return false;
}

export interface Joining {
  readonly key: string;
  readonly reader: Reader;
  /** Whether the pipe wakes him. */
  readonly isTold: boolean;
  /** Made only for the first of a pipe. */
  readonly execute: () => Execute;
}

export function joinPipe({ pipes }: SharedUpstream, { key, reader, isTold, execute }: Joining): PipeSeat {
  const known = pipes.get(key);
  const pipe = known ?? { key, results: new EventResults(execute()), readers: new Set(), subscribers: 0 };
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
