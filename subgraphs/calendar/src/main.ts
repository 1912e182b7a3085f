import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { calendar } from './subgraph.ts';

await runSubgraph(calendar);
