import { describe } from 'vitest';
import { subgraphServerContract } from './serve-subgraph.contract.ts';
import { serveSubgraphWithMercurius } from './serve-subgraph-with-mercurius.ts';

describe('a subgraph behind mercurius', () => subgraphServerContract(serveSubgraphWithMercurius));
