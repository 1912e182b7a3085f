import { createPublicKey } from 'node:crypto';
import type { Logger } from 'pino';
import { parseInternalPrivateKey } from '@moim/kit/auth/internal-keys.ts';
import { createInternalTokenSigner } from '@moim/kit/auth/internal-token.ts';
import { takeAccessRules } from './access/access-rules.ts';
import type { SupergraphConfiguration } from './configuration.ts';
import { connectRemote } from './execution/remote-connection.ts';
import { connectReplicas } from './execution/replicated-connection.ts';
import { RetryBudget } from './execution/retry-budget.ts';
import type { SubgraphConnection } from './execution/subgraph-connection.ts';
import type { TrafficObserver } from './execution/traffic-observer.ts';
import { buildSupergraph } from './graph/build-supergraph.ts';

/** Of a parking session the one process that takes its samples in knows the present. */
const stickySubgraphs: ReadonlySet<string> = new Set(['telemetry']);

type Connections = readonly SubgraphConnection[];

/** The ways to the subgraphs of a supergraph; the same ones for the same addresses in the next. */
export interface SubgraphConnector {
  connect(supergraphSdl: string): Connections;
  /** Once `use` has taken them over. @throws what it throws: then those that are new have been closed */
  reconnect(supergraphSdl: string, use: (connections: Connections) => Promise<void>): Promise<void>;
}

export function subgraphConnector(
  {
    subgraphUrls,
    subgraphStreams,
    internalTokenPrivateKey,
  }: Pick<SupergraphConfiguration, 'subgraphUrls' | 'subgraphStreams' | 'internalTokenPrivateKey'>,
  { log, observer }: { readonly log: Pick<Logger, 'warn'>; readonly observer: TrafficObserver },
): SubgraphConnector {
  const key = internalTokenPrivateKey === null ? null : parseInternalPrivateKey(internalTokenPrivateKey);
  const tokens = key ? { tokens: createInternalTokenSigner(key) } : {};
  const kinKey = key && createPublicKey(key);
  const onStranger = (url: string) =>
    log.warn({ url }, 'somebody else answers at this address: it is not asked');
  let known: ReadonlyMap<string, SubgraphConnection> = new Map();

  const connect = (name: string, urls: readonly string[]): SubgraphConnection => {
    const streams = subgraphStreams.get(name.toLowerCase()) ?? 'socket';
    const shared = { name, retries: new RetryBudget(name, { observer }) };
    const replicas = urls.map((url) => ({
      url,
      connection: connectRemote({ ...shared, url, streams, observer, ...tokens }),
    }));
    const [only, ...others] = replicas;
    if (only && others.length === 0) return only.connection;
    return connectReplicas({ ...shared, replicas, isSticky: stickySubgraphs.has(name), kinKey, onStranger });
  };
  const resolve = (supergraphSdl: string): ReadonlyMap<string, SubgraphConnection> => {
    const metadata = buildSupergraph(takeAccessRules(supergraphSdl).sdl).subgraphsMetadata();
    return new Map(
      metadata.map(({ name, url }) => {
        const urls = subgraphUrls.get(name.toLowerCase()) ?? [url];
        const at = [name, ...urls].join(' ');
        return [at, known.get(at) ?? connect(name, urls)];
      }),
    );
  };
  return {
    connect: (supergraphSdl) => {
      known = resolve(supergraphSdl);
      return [...known.values()];
    },
    reconnect: async (supergraphSdl, use) => {
      const next = resolve(supergraphSdl);
      try {
        await use([...next.values()]);
        known = next;
      } catch (error) {
        const opened = [...next].filter(([at]) => !known.has(at));
        await Promise.all(opened.map(([, connection]) => connection.close()));
        throw error;
      }
    },
  };
}
