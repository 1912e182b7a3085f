import { setImmediate as breathe } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { OpenPlanning } from '../planning/planning.ts';
import type { Prepared, Variant } from '../variant.ts';
import type { Connected } from './connected.ts';

/** What of a variant is needed to put another supergraph in its place. */
export type Preparing = Pick<Variant, 'supergraph' | 'prepare'>;

/** Puts other supergraphs in the place of those that are served: all of them, or none. */
export class Reloads {
  readonly #variants: ReadonlyMap<string, Preparing>;
  readonly #connected: Connected;
  readonly #log: Pick<Logger, 'info' | 'error'>;
  readonly #startPlanning: () => OpenPlanning;
  readonly #stopping = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  /** @param startPlanning - one place for the supergraphs of a reload: the former ones keep theirs */
  constructor(
    variants: ReadonlyMap<string, Preparing>,
    connected: Connected,
    log: Pick<Logger, 'info' | 'error'>,
    startPlanning: () => OpenPlanning,
  ) {
    this.#startPlanning = startPlanning;
    this.#variants = variants;
    this.#connected = connected;
    this.#log = log;
  }

  /**
   * One after another, in the order of the calls.
   *
   * @param supergraphs - by path; a variant that is not named stays as it is, over the new connections
   * @throws where one cannot be served, or it was stopped: then nothing has changed
   */
  reload(
    supergraphs: ReadonlyMap<string, string>,
    connections: readonly SubgraphConnection[],
  ): Promise<void> {
    const done = this.#last.then(() => this.#reload(supergraphs, connections));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Turns to nothing any more; what is being loaded is put away as soon as that is done. */
  stop(): void {
    this.#stopping.abort(new Error('nothing is loaded any more: the server stops'));
  }

  async #reload(
    supergraphs: ReadonlyMap<string, string>,
    connections: readonly SubgraphConnection[],
  ): Promise<void> {
    const prepared = await this.#prepareAll(supergraphs, connections);
    const closeOthers = this.#connected.replace(connections);
    const retired = prepared.map((one) => one.turnTo());
    this.#log.info({ variants: prepared.length }, 'serving a new supergraph');
    void Promise.all(retired)
      .then(closeOthers)
      .catch((error: unknown) => this.#log.error({ err: error }, 'a former supergraph was not put away'));
  }

  /**
   * Loading one takes a good part of a second in which nobody is served: requests, and the beat to the watchdog, go
   * between two of them.
   *
   * @throws the first failure, when what was prepared before it has been put away
   */
  async #prepareAll(
    supergraphs: ReadonlyMap<string, string>,
    connections: readonly SubgraphConnection[],
  ): Promise<readonly Prepared[]> {
    const { signal } = this.#stopping;
    signal.throwIfAborted();
    const openPlanning = this.#startPlanning();
    const prepared: Prepared[] = [];
    try {
      for (const [path, variant] of this.#variants) {
        const supergraph = supergraphs.get(path) ?? variant.supergraph;
        prepared.push(await variant.prepare(supergraph, connections, openPlanning, signal));
        await breathe();
        signal.throwIfAborted();
      }
      return prepared;
    } catch (error) {
      await Promise.allSettled(prepared.map((one) => one.discard())); // why one cannot be served says more
      throw error;
    }
  }
}
