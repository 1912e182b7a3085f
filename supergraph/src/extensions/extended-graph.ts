import type { Logger } from 'pino';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { variantsOf } from '../own-variants.ts';
import type { SupergraphOptions } from '../supergraph-options.ts';
import {
  type Extension,
  type Installed,
  readInstalled,
  readRecordText,
  type Supergraphs,
} from './installed.ts';

export interface ExtendedGraphOptions {
  /** Of the installation; it need not be there. Null: nothing can be added. */
  readonly folder: string | null;
  readonly own: Supergraphs;
  readonly ownConnections: readonly SubgraphConnection[];
  readonly connect: (extension: Extension) => SubgraphConnection;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

/** What a server is opened with, and reloaded. */
export type LoadedGraph = Pick<SupergraphOptions, 'supergraphSdl' | 'connections'> & {
  readonly variants: ReadonlyMap<string, string>;
};

type LoadGraph = (graph: LoadedGraph) => Promise<void>;
type Joined = ReadonlyMap<string, SubgraphConnection>;

/** Our graph with the subgraphs that the installation added, as the folder says at any time. */
export class ExtendedGraph {
  readonly #options: ExtendedGraphOptions;
  /** By what they were made from: who does not change stays connected. */
  #joined: Joined = new Map();
  /** Text of the record that was loaded, or could not be. */
  #seen: string | null = null;
  #reported: string | undefined;

  constructor(options: ExtendedGraphOptions) {
    this.#options = options;
  }

  /**
   * Loads what has changed, if anything has; where that cannot be served, what is served stays. A record that does
   * not fit the files beside it may be half written: it is read again at the next call. Failures are logged, each
   * once.
   */
  async refresh(load: LoadGraph): Promise<void> {
    const found = await this.#read();
    if (!found || found.text === this.#seen) return;
    this.#seen = found.text;
    await this.#change(found.installed, load).catch((error: unknown) => this.#report(error));
  }

  /** Null: it cannot be read now. */
  async #read(): Promise<{ readonly text: string | null; readonly installed: Installed } | null> {
    const { folder, own } = this.#options;
    if (folder === null) return null;
    try {
      const text = await readRecordText(folder);
      const isKnown = text === null || text === this.#seen;
      return { text, installed: isKnown ? nothing(own) : await readInstalled(folder, text, own) };
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  #report(error: unknown): void {
    const said = String(error);
    if (said !== this.#reported)
      this.#options.log.error({ err: error }, 'extensions are not served as they are recorded');
    this.#reported = said;
  }

  async #change({ extensions, supergraphs }: Installed, load: LoadGraph): Promise<void> {
    const before = this.#joined;
    const joined = this.#join(extensions);
    try {
      await load(this.#loaded(supergraphs, [...joined.values()]));
    } catch (error) {
      const opened = [...joined].filter(([key]) => !before.has(key));
      await Promise.allSettled(opened.map(([, connection]) => connection.close()));
      throw error;
    }
    this.#joined = joined;
    this.#reported = undefined;
    this.#options.log.info({ extensions: extensions.map(({ name }) => name) }, 'extensions are served');
  }

  #join(extensions: readonly Extension[]): Joined {
    const keyOf = ({ name, url, streams }: Extension) => JSON.stringify([name, url, streams]);
    return new Map(
      extensions.map((extension) => {
        const key = keyOf(extension);
        return [key, this.#joined.get(key) ?? this.#options.connect(extension)] as const;
      }),
    );
  }

  #loaded(supergraphs: Supergraphs, joined: readonly SubgraphConnection[]): LoadedGraph {
    return {
      supergraphSdl: supergraphs.graph,
      variants: variantsOf(supergraphs),
      connections: [...this.#options.ownConnections, ...joined],
    };
  }
}

const nothing = (own: Supergraphs): Installed => ({ extensions: [], supergraphs: own });
