import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { Database } from '@moim/kit/db/database.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
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
  const services = servicesOn(recordingDatabase(opened.database, sent));
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

function servicesOn(db: Database): Stage['services'] {
  const log = createLog({ level: 'silent', name: 'messaging' });
  return {
    db,
    bus: new MemoryBus(log),
    keyValue: new MemoryKeyValueStore(),
    jobs: { send: () => Promise.reject(new Error('messaging has no jobs')) },
    log,
    now: () => new Date(),
    newId: newUuid,
  };
}

async function deliver(services: Services, rows: Stage['rows']): Promise<LoggedEvent[]> {
  const events = await rows<LoggedEvent & Row>(`
    with taken as (delete from messaging.outbox returning *)
    select event_id as id, name, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
      aggregate_seq::int as "aggregateSeq", shard, id::int as pos, payload, occurred_at as "occurredAt"
    from taken order by id`);
  for (const event of events) {
    await services.db.write.transaction((tx) => inboxFanOut.handle(tx, event, services));
    const seq = event.aggregateSeq;
    await services.bus.publish(wakeUpTopic(event.aggregateType, event.aggregateId), { seq });
  }
  return events;
}

/** An operation as the supergraph hands it on. */
export const asViewer = (viewer: Viewer | null): OperationIdentity => ({
  viewer,
  isService: false,
  requestId: 'test',
});

export const asService: OperationIdentity = { viewer: null, isService: true, requestId: 'test' };
