import { createHash } from 'node:crypto';
import type { SubgraphConnection } from './subgraph-connection.ts';

/** One of several processes of a subgraph. */
export interface Replica {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly connection: SubgraphConnection;
}

/** Milliseconds between looks at a replica's `/readyz`, and for its answer. */
const lookEveryMs = 500;
const answerWithinMs = 1_000;

/**
 * Which replicas are asked, in which order. A replica that is about to end says so on `/readyz` some
 * seconds before, so that nothing is under way to it when it stops accepting.
 */
export class Replicas {
  readonly #replicas: readonly Replica[];
  readonly #ready = new Set<Replica>();
  readonly #looking: NodeJS.Timeout;
  #turn = 0;

  constructor(replicas: readonly Replica[]) {
    this.#replicas = replicas;
    this.#looking = setInterval(() => void this.#look(), lookEveryMs).unref();
    void this.#look();
  }

  /**
   * Ready ones first and in turn; the rest behind them, since a look may be older than a start.
   *
   * @param key - equal keys meet the same replica for as long as it is ready; null: any
   */
  inOrder(key: string | null): Replica[] {
    const ready = this.#replicas.filter((replica) => this.#ready.has(replica));
    const others = this.#replicas.filter((replica) => !this.#ready.has(replica));
    return [...(key === null ? this.#rotated(ready) : byWeight(ready, key)), ...others];
  }

  /** Not asked again before a look finds it ready. */
  lost(replica: Replica): void {
    this.#ready.delete(replica);
  }

  close(): void {
    clearInterval(this.#looking);
  }

  #rotated(replicas: Replica[]): Replica[] {
    if (replicas.length === 0) return [];
    const start = this.#turn++ % replicas.length;
    return [...replicas.slice(start), ...replicas.slice(0, start)];
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#replicas.map(async (replica) => {
        if (await isReady(replica.url)) this.#ready.add(replica);
        else this.#ready.delete(replica);
      }),
    );
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(new URL('/readyz', url), { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Rendezvous hashing: when one replica goes, only its own keys move. */
function byWeight(replicas: Replica[], key: string): Replica[] {
  const weigh = ({ url }: Replica) => createHash('sha256').update(`${key} ${url}`).digest('hex');
  return replicas
    .map((replica) => ({ replica, weight: weigh(replica) }))
    .sort((left, right) => (left.weight < right.weight ? 1 : -1))
    .map(({ replica }) => replica);
}
