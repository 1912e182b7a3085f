import { openDatabase } from '@moim/kit/db/open-database.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { sendMessage } from '@moim/messaging/actions/send-message.ts';
import type { Services } from '@moim/kit/server/services.ts';
import pino from 'pino';
import { ClientLog } from './client-log.ts';
import { messagingConsumers } from './consumers.ts';
import { clientServices, killer } from './faulty-services.ts';
import { runLoad } from './load.ts';
import { backboneOf } from './mutants.ts';
import { order as orderOf } from './order.ts';
import { seededRandom } from './random.ts';
import { makeWorld } from './setup.ts';
import { sendWithoutRowLock } from './unlocked-send.ts';
import { readWorld, writeWorld } from './world.ts';

/** Identity and messaging in one process, as `npm start` runs them, with clients inside. */
const { mode, ...order } = orderOf.parse(JSON.parse(process.argv[2] ?? ''));
const log = pino({ level: process.env['LOG_LEVEL'] ?? 'warn' }, pino.destination(2));
const reach = killer(order);
const random = seededRandom(order.seed);
const bus = new MemoryBus(log);
const keyValue = new MemoryKeyValueStore();
const identity = open('identity');
const messaging = open('messaging');

await backboneOf(
  order.mutant,
  [
    { name: 'identity', ...identity, consumers: [] },
    { name: 'messaging', ...messaging, consumers: messagingConsumers },
  ],
  reach,
);

if (mode === 'setup') {
  writeWorld(order.folder, await makeWorld(identity.services, messaging.services));
  process.exit(0);
}
process.stdout.write('ready\n');
if (mode === 'load') {
  await runLoad({
    world: readWorld(order.folder),
    identity: clientServices(identity.services, reach, random),
    messaging: clientServices(messaging.services, reach, random),
    send: order.mutant === 'no-row-lock' ? sendWithoutRowLock : sendMessage,
    log: new ClientLog(order.folder),
    folder: order.folder,
    random,
    loadMs: order.loadMs ?? Infinity,
  });
  process.stdout.write('done\n');
}

function open(subgraph: 'identity' | 'messaging') {
  const { database, pools } = openDatabase({
    ...{ url: order.databaseUrls[subgraph], subgraph, log },
    // The wrong relays keep theirs for ever.
    ...(order.mutant === 'skip-locked' && { maxConnections: 12 }),
  });
  const jobs = { send: () => Promise.reject(new Error('no jobs here')) };
  const services: Services = {
    db: database,
    bus,
    keyValue,
    jobs,
    log,
    now: () => new Date(),
    newId: newUuid,
  };
  return { services, pool: pools.write };
}
