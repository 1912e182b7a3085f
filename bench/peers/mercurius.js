// The mercurius gateway with its JIT as a program without arguments: PORT says where, SUBGRAPH_<NAME> where each
// subgraph of Federation 1 is, e.g. SUBGRAPH_USERS=http://127.0.0.1:4001/v1/users.
import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const prefix = 'SUBGRAPH_';
const services = Object.entries(process.env)
  .filter(([name]) => name.startsWith(prefix))
  // As many connections as ours may have; its own default is 10.
  .map(([name, url]) => ({ name: name.slice(prefix.length).toLowerCase(), url, mandatory: true, connections: 64 }));

const app = Fastify();
app.get('/readyz', () => 'ready');
app.register(gateway, { jit: 1, gateway: { services } });
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => void app.close());
