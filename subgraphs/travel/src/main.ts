import { runSubgraph } from '@moim/kit/server/run-subgraph.ts';
import { loadCityIndex } from './ports/cities/load-city-index.ts';
import { travel } from './subgraph.ts';

// Ready means ready: who replaces a process under load is asked for cities at once, and on a busy machine the
// first search would wait for the gazetteer longer than the supergraph waits for it. A failure is met again there.
await loadCityIndex().catch(() => undefined);
await runSubgraph(travel);
