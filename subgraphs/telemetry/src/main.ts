import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { telemetry } from './subgraph.ts';

await runSubgraph(telemetry);
