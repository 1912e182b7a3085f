import type { SubgraphConnection } from '../execution/subgraph-connection.ts';

/** The ways to the subgraphs of one server, as they are now. */
export class Connected {
  readonly #byName = new Map<string, SubgraphConnection>();
  /** Not among the present ones any more, and still in use; since which replacement. */
  readonly #leaving = new Map<SubgraphConnection, number>();
  #replacements = 0;

  constructor(connections: readonly SubgraphConnection[]) {
    for (const connection of connections) this.#byName.set(connection.name, connection);
  }

  get byName(): ReadonlyMap<string, SubgraphConnection> {
    return this.#byName;
  }

  /** @returns how to close those that are not among the new ones */
  replace(connections: readonly SubgraphConnection[]): () => Promise<void> {
    const next = new Set(connections);
    const turn = (this.#replacements += 1);
    const leaving = [...this.#byName.values()].filter((connection) => !next.has(connection));
    this.#byName.clear();
    for (const connection of connections) {
      this.#byName.set(connection.name, connection);
      this.#leaving.delete(connection);
    }
    for (const connection of leaving) this.#leaving.set(connection, turn);
    return async () => {
      await Promise.all(leaving.map((connection) => this.#leave(connection, turn)));
    };
  }

  async close(): Promise<void> {
    const all = [...this.#byName.values(), ...this.#leaving.keys()];
    this.#leaving.clear();
    await Promise.all(all.map((connection) => connection.close()));
  }

  /** Unless it has come back meanwhile, or is closed already. */
  async #leave(connection: SubgraphConnection, since: number): Promise<void> {
    if (this.#leaving.get(connection) !== since) return;
    this.#leaving.delete(connection);
    await connection.close();
  }
}
