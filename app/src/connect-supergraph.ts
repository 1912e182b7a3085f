import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Live } from '@moim/kit/live/live.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import { redisReadiness } from '@moim/kit/redis/redis-state.ts';
import type { OpenSubgraph } from '@moim/kit/server/open-subgraph.ts';
import { readSettings } from '@moim/identity/settings.ts';
import { identityAccess } from '@moim/supergraph/access/identity-access.ts';
import type { AdhocPolicy } from '@moim/supergraph/access/trusted-documents.ts';
import { readWebDocuments } from '@moim/supergraph/access/web-documents.ts';
import { connectInProcess } from '@moim/supergraph/execution/in-process-connection.ts';
import type { PointLimits } from '@moim/supergraph/limits/point-limits.ts';
import { readOwnVariants } from '@moim/supergraph/own-variants.ts';
import { createSupergraphServer, type SupergraphServer } from '@moim/supergraph/server.ts';

export interface ConnectSupergraphOptions {
  readonly opened: ReadonlyMap<string, OpenSubgraph>;
  readonly live: Pick<Live, 'keyValue' | 'redis'>;
  readonly log: Logger;
  readonly metrics: ProcessMetrics | null;
  /** Whose pages may use the graph, and whose word about clients is believed. */
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly points: PointLimits;
  readonly adhoc: AdhocPolicy;
  /** Folder of the built web app. */
  readonly webRoot: string;
}

/** The supergraph over subgraphs of this process: no HTTP and no internal token between them. */
export async function connectSupergraph(options: ConnectSupergraphOptions): Promise<SupergraphServer> {
  const { opened, live, log, metrics, webRoot, allowedOrigins, trustedProxies, points, adhoc } = options;
  const connections = [...opened.values()].map(({ hosted }) => connectInProcess(hosted));
  const identity = connections.find(({ name }) => name === 'identity');
  if (!identity) throw new Error('without identity nobody can log in');
  return createSupergraphServer({
    ...{
      connections,
      keyValue: live.keyValue,
      log,
      metrics,
      webRoot,
      allowedOrigins,
      trustedProxies,
      points,
      adhoc,
    },
    supergraphSdl: await readFile(new URL(import.meta.resolve('@moim/schema/supergraph.graphql')), 'utf8'),
    variants: await readOwnVariants(),
    documents: await readWebDocuments(),
    access: identityAccess({ identity, issuer: readSettings().issuer }),
    readiness: [...[...opened.values()].flatMap(({ readiness }) => readiness), ...redisReadiness(live.redis)],
  });
}
