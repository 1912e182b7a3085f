import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { travel } from './subgraph.ts';

await runSubgraph(travel);
