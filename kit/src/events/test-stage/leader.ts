import pino from 'pino';
import { openDatabase } from '../../db/open-database.ts';
import { testServices } from '../../testing/test-services.ts';
import { startBackbone } from '../backbone.ts';
import { localEventSource } from '../local-event-source.ts';
import { recording } from './recording.ts';

/** A process of the stage by itself, for a test to freeze: `node leader.ts <database URL>`. */
const log = pino({ level: 'silent' });
const { database, pools } = openDatabase({ url: process.argv[2] ?? '', subgraph: 'stage', log });
const services = testServices(database);
await startBackbone({
  subgraph: { name: 'stage', triggers: { consumers: [recording('one')], jobs: [] } },
  services,
  pool: pools.write,
  sources: new Map([['stage', localEventSource('stage', services)]]),
});
