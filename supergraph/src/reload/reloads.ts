import type { Logger } from 'pino';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import type { Prepared, Variant } from '../variant.ts';
import type { Connected } from './connected.ts';

/** Puts other supergraphs in the place of those that are served: all of them, or none. */
export class Reloads {
  readonly #variants: ReadonlyMap<string, Variant>;
  readonly #connected: Connected;
  readonly #log: Pick<Logger, 'info' | 'error'>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    variants: ReadonlyMap<string, Variant>,
    connected: Connected,
    log: Pick<Logger, 'info' | 'error'>,
  ) {
    this.#variants = variants;
    this.#connected = connected;
    this.#log = log;
  }

  /**
   * One after another, in the order of the calls.
   *
   * @param supergraphs - by path; a variant that is not named stays as it is, over the new connections
   * @throws where one cannot be served: then nothing has changed
   */
  reload(
    supergraphs: ReadonlyMap<string, string>,
    connections: readonly SubgraphConnection[],
  ): Promise<void> {
    const done = this.#last.then(() => this.#reload(supergraphs, connections));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #reload(
    supergraphs: ReadonlyMap<string, string>,
    connections: readonly SubgraphConnection[],
  ): Promise<void> {
    const prepared = await allOrNone(
      [...this.#variants].map(([path, variant]) =>
        variant.prepare(supergraphs.get(path) ?? variant.supergraph, connections),
      ),
    );
    const closeOthers = this.#connected.replace(connections);
    const retired = prepared.map((one) => one.turnTo());
    this.#log.info({ variants: prepared.length }, 'serving a new supergraph');
    void Promise.all(retired)
      .then(closeOthers)
      .catch((error: unknown) => this.#log.error({ err: error }, 'a former supergraph was not put away'));
  }
}

/** @throws the first failure, when what was prepared beside it has been put away */
async function allOrNone(preparing: readonly Promise<Prepared>[]): Promise<readonly Prepared[]> {
  const settled = await Promise.allSettled(preparing);
  const prepared = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
  const failed = settled.find((one) => one.status === 'rejected');
  if (!failed) return prepared;
  await Promise.allSettled(prepared.map((one) => one.discard())); // why one cannot be served says more
  throw failed.reason;
}
