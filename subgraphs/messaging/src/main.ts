import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { messaging } from './subgraph.ts';

await runSubgraph(messaging);
