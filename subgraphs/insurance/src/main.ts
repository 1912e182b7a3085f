import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { insurance } from './subgraph.ts';

await runSubgraph(insurance);
