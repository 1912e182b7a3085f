import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { serveSubgraphWithMercurius } from '@moim/kit/server/serve-subgraph-with-mercurius.ts';
import { telemetry } from './subgraph.ts';

await runSubgraph(telemetry, serveSubgraphWithMercurius);
