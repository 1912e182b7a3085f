import { describe } from 'vitest';
import { serveSubgraph } from './serve-subgraph.ts';
import { subgraphServerContract } from './serve-subgraph.contract.ts';

describe('a subgraph behind yoga', () => subgraphServerContract(serveSubgraph));
