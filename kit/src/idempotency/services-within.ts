import { lastingDb, type Tx, type WriteDb } from '../db/database.ts';
import type { Bus } from '../live/bus.ts';
import type { Services } from '../server/services.ts';

/** Services of which all that is read and written belongs to one transaction. */
export interface ServicesWithin {
  readonly services: Services;
  /** Before the transaction ends: what is asked later, by what outlives the operation, goes where it always went. */
  release(): void;
  /** Whether an action said that its answer is not to be kept. */
  isToBeForgotten(): boolean;
}

/**
 * Actions open their own transactions, and resolvers read what those have written: within `tx` the first are
 * parts of it, and the second see what nobody else sees yet. Wake-ups wait for its commit.
 */
export function servicesWithin(tx: Tx, services: Services): ServicesWithin {
  let isReleased = false;
  let isToBeForgotten = false;
  const { db, bus, log } = services;
  const write: WriteDb = {
    named: (statement) => (isReleased ? db.write : tx).named(statement),
    standsFor: lastingDb(db.write),
    transaction: (work) => (isReleased ? db.write.transaction(work) : tx.part(work)),
  };
  const publish: Bus['publish'] = async (topic, message) => {
    const send = () => bus.publish(topic, message);
    if (isReleased) return send();
    tx.afterCommit(() => {
      send().catch((error: unknown) => log.error({ err: error, topic }, 'a wake-up could not be sent'));
    });
  };
  return {
    services: {
      ...services,
      forgetAnswer: () => (isToBeForgotten = true),
      db: { ...db, read: { named: (statement) => (isReleased ? db.read : tx).named(statement) }, write },
      bus: {
        publish,
        subscribe: (topic, listener) => bus.subscribe(topic, listener),
        close: () => bus.close(),
      },
    },
    release: () => (isReleased = true),
    isToBeForgotten: () => isToBeForgotten,
  };
}
