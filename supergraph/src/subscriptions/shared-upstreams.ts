import type { FormattedExecutionResult } from 'graphql';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Execute } from './generation.ts';
import type { RingEntry } from './ring.ts';
import type { Upstream } from './upstream.ts';

/** One upstream with the results that its subscribers have in common. */
export interface SharedUpstream {
  readonly upstream: Upstream;
  readonly connection: SubgraphConnection;
  readonly pipes: Map<string, Pipe>;
}

/** The result that equal subscribers have in common, and how many they are. */
interface Pipe {
  readonly key: string;
  readonly execute: Execute;
  subscribers: number;
}

/** A subscriber's place at a pipe. */
export interface PipeSeat {
  readonly execute: Execute;
  leave(): void;
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
    const shared = { upstream, connection, pipes: new Map<string, Pipe>() };
    this.#byKey.set(key, shared);
    return shared;
  }

  close(): void {
    for (const { upstream } of [...this.#byKey.values()]) upstream.close();
  }
}

/** @param execute - made only for the first of a pipe */
export function joinPipe({ pipes }: SharedUpstream, key: string, execute: () => Execute): PipeSeat {
  const pipe = pipes.get(key) ?? { key, execute: oncePerEvent(execute()), subscribers: 0 };
  pipes.set(key, pipe);
  pipe.subscribers += 1;
  return { execute: pipe.execute, leave: leaver(pipes, pipe) };
}

/** Holds the pipe alone: a key of its own for each of ten thousand would be held as long as they stay. */
const leaver = (pipes: Map<string, Pipe>, pipe: Pipe) => (): void => {
  pipe.subscribers -= 1;
  if (pipe.subscribers === 0 && pipes.get(pipe.key) === pipe) pipes.delete(pipe.key);
};

/** All subscribers of a pipe wait for the same execution; it is forgotten with the event. */
function oncePerEvent(execute: Execute): Execute {
  const results = new WeakMap<RingEntry, Promise<FormattedExecutionResult>>();
  return (entry) => {
    const known = results.get(entry) ?? execute(entry);
    results.set(entry, known);
    return known;
  };
}
