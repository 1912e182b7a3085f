import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { takeOutbox } from '@moim/kit/testing/take-outbox.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { testServices } from '@moim/kit/testing/test-services.ts';
import { messaging } from '../subgraph.ts';
import { inboxFanOut } from '../triggers/inbox-fan-out.ts';
import { IdentityScript } from './identity-script.ts';

type Row = Record<string, unknown>;

/** messaging on a database of its own, with identity and the backbone played by the test. */
export interface Stage extends TestDatabase {
  readonly services: Services & { readonly bus: MemoryBus };
  readonly host: HostedSubgraph;
  readonly identity: IdentityScript;
  /** Names of the statements sent since the last call. */
  statements(): string[];
  rows<T extends Row>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Does the work of relay and consumers for all that is in the outbox; answers those events. */
  deliver(): Promise<LoggedEvent[]>;
}

export async function openStage(): Promise<Stage> {
  const opened = await createTestDatabase({ subgraph: 'messaging', migrations: messaging.migrations });
  const sent: string[] = [];
  const services = testServices(recordingDatabase(opened.database, sent));
  const rows = async <T extends Row>(sql: string, values: unknown[] = []) =>
    (await opened.pools.write.query<T>(sql, values)).rows;
  return {
    ...opened,
    services,
    rows,
    host: hostSubgraph(messaging, services),
    identity: new IdentityScript(services),
    statements: () => sent.splice(0),
    deliver: () => deliver(services, rows),
  };
}

async function deliver(services: Services, rows: Stage['rows']): Promise<LoggedEvent[]> {
  const events = await takeOutbox(rows, 'messaging');
  for (const event of events) {
    await services.db.write.transaction((tx) => inboxFanOut.handle(tx, event, services));
    const seq = event.aggregateSeq;
    await services.bus.publish(wakeUpTopic(event.aggregateType, event.aggregateId), { seq });
  }
  return events;
}
