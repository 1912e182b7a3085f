import type { Role, Viewer } from '@moim/kit/auth/viewer.ts';
import type { Database } from '@moim/kit/db/database.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { testServices } from '@moim/kit/testing/test-services.ts';
import { registerVehicle } from '../actions/register-vehicle.ts';
import { startParking } from '../actions/start-parking.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import { telemetry } from '../subgraph.ts';

type Row = Record<string, unknown>;

/** telemetry on a database of its own, with a clock that stands still until it is moved. */
export interface Stage extends TestDatabase {
  readonly services: Services & { readonly bus: MemoryBus };
  readonly host: HostedSubgraph;
  readonly clock: { nowMs: number };
  /** Set: transactions fail, as if the server were gone. */
  readonly storage: { isAway: boolean };
  /** Names of the statements sent since the last call. */
  statements(): string[];
  rows<T extends Row>(sql: string, values?: unknown[]): Promise<T[]>;
  /** A running session of `driver` with a car of their own. */
  park(
    driver: Viewer,
    links?: Partial<Record<'coveragePeriodId' | 'shareRoomId', string>>,
  ): Promise<ParkingSession>;
  /** The same database behind a process that has just started. */
  restart(): Services;
}

export async function openStage(): Promise<Stage> {
  const opened = await createTestDatabase({ subgraph: 'telemetry', migrations: telemetry.migrations });
  const sent: string[] = [];
  const clock = { nowMs: Date.parse('2026-11-21T06:00:00.000Z') };
  const storage = { isAway: false };
  const start = () =>
    testServices(recordingDatabase(losable(opened.database, storage), sent), {
      now: () => new Date(clock.nowMs),
    });
  const services = start();
  return {
    ...opened,
    services,
    clock,
    storage,
    host: hostSubgraph(telemetry, services),
    statements: () => sent.splice(0),
    rows: async <T extends Row>(sql: string, values: unknown[] = []) =>
      (await opened.pools.write.query<T>(sql, values)).rows,
    park: async (driver, links = {}) => {
      const vehicleId = newUuid();
      const plate = vehicleId.slice(-12);
      await registerVehicle(services, member('ADMIN'), { id: vehicleId, name: 'Kona', plate });
      return startParking(services, driver, { id: newUuid(), vehicleId, ...links });
    },
    restart: start,
  };
}

/** A database whose server may be gone. */
function losable({ read, write }: Database, storage: { readonly isAway: boolean }): Database {
  return {
    read,
    write: {
      named: (statement) => write.named(statement),
      transaction: (work) =>
        storage.isAway ? Promise.reject(new Error('the server is gone')) : write.transaction(work),
    },
  };
}

/** Somebody of the organisation. */
export const member = (...roles: Role[]): Viewer => ({
  memberId: newUuid(),
  sessionId: newUuid(),
  roles: ['MEMBER', ...roles],
  membershipVersion: 0,
});
