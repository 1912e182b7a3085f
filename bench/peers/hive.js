// Hive Gateway as a program without arguments: SUPERGRAPH, PORT and SUBGRAPH_URL_<NAME> say the rest,
// HIVE_ROUTER_RUNTIME=1 chooses its Rust planner.
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

process.argv.push('supergraph', process.env.SUPERGRAPH, '--port', process.env.PORT, '--host', '127.0.0.1');
process.argv.push('--config-path', here('gateway.config.js'));
if (process.env.HIVE_ROUTER_RUNTIME === '1') process.argv.push('--hive-router-runtime');
delete process.env.HIVE_ROUTER_RUNTIME;
await import('./node_modules/@graphql-hive/gateway/dist/bin.js');
