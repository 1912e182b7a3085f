import { createHash } from 'node:crypto';
import type { Sight } from './look-at-replica.ts';
import type { SubgraphConnection } from './subgraph-connection.ts';

/** One of several processes of a subgraph. */
export interface Replica {
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly connection: SubgraphConnection;
}

/** Milliseconds between looks at a replica's `/readyz`. */
const lookEveryMs = 500;

export interface ReplicasOptions {
  readonly replicas: readonly Replica[];
  readonly look: (url: string) => Promise<Sight>;
  /** Told once each time that somebody else answers at the address of a replica. */
  readonly onStranger?: (url: string) => void;
}

/**
 * Which replicas are asked, in which order. A replica that is about to end says so on `/readyz` some
 * seconds before, so that nothing is under way to it when it stops accepting. An address where a
 * stranger answers is not asked at all.
 */
export class Replicas {
  readonly #replicas: readonly Replica[];
  readonly #look: ReplicasOptions['look'];
  readonly #onStranger: (url: string) => void;
  readonly #ready = new Set<Replica>();
  readonly #strange = new Set<Replica>();
  readonly #looking: NodeJS.Timeout;
  #turn = 0;

  constructor({ replicas, look, onStranger = () => undefined }: ReplicasOptions) {
    this.#replicas = replicas;
    this.#look = look;
    this.#onStranger = onStranger;
    this.#looking = setInterval(() => void this.#lookAtAll(), lookEveryMs).unref();
    void this.#lookAtAll();
  }

  /**
   * Ready ones first and in turn; the rest behind them, since a look may be older than a start.
   *
   * @param key - equal keys meet the same replica for as long as it is ready; null: any
   */
  inOrder(key: string | null): Replica[] {
    const ours = this.#replicas.filter((replica) => !this.#strange.has(replica));
    const ready = ours.filter((replica) => this.#ready.has(replica));
    const others = ours.filter((replica) => !this.#ready.has(replica));
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

  async #lookAtAll(): Promise<void> {
    await Promise.all(this.#replicas.map(async (one) => this.#take(one, await this.#look(one.url))));
  }

  #take(replica: Replica, sight: Sight): void {
    if (sight === 'ready') this.#ready.add(replica);
    else this.#ready.delete(replica);
    if (sight !== 'stranger') return void this.#strange.delete(replica);
    if (!this.#strange.has(replica)) this.#onStranger(replica.url);
    this.#strange.add(replica);
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
