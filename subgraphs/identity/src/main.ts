import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { identity } from './subgraph.ts';

await runSubgraph(identity);
