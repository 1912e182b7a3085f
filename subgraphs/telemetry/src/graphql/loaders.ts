import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { batched } from '@moim/kit/graphql/batched.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { findAlerts, findAlertsOfSessions } from '../db/parking-alerts.ts';
import { findParkingSessions } from '../db/parking-sessions.ts';
import { findVehicles } from '../db/vehicles.ts';
import type { ParkingSession } from '../domain/parking-session.ts';
import type { StoredAlert } from '../domain/stored-alert.ts';
import type { Vehicle } from '../domain/vehicle.ts';
import type { Context } from './context.ts';

const existing = (ids: readonly string[]): string[] => ids.filter(isUuid);
const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

export const loadVehicle = batched<Context, Vehicle>(async ({ memberDb }, ids) =>
  byId(await findVehicles(memberDb, existing(ids))),
);

export const loadParkingSession = batched<Context, ParkingSession>(async ({ db, watcher }, ids) =>
  byId(await findParkingSessions(db, watcher, existing(ids))),
);

/** @throws {NotFoundError} when the viewer may not see it */
export async function getParkingSession(context: Context, id: string): Promise<ParkingSession> {
  const session = await loadParkingSession(context, id, undefined);
  if (!session) throw new NotFoundError();
  return session;
}

export const loadParkingAlert = batched<Context, StoredAlert>(async ({ db, watcher }, ids) =>
  byId(await findAlerts(db, watcher, existing(ids))),
);

interface AlertPage {
  readonly afterSeq: number;
  readonly limit: number;
}

export const loadAlertsOfSession = batched<Context, StoredAlert[], AlertPage>(
  async ({ db, watcher }, sessionIds, page) => {
    const sessions = new Map<string, StoredAlert[]>();
    for (const alert of await findAlertsOfSessions(db, watcher, sessionIds, page)) {
      const alerts = sessions.get(alert.sessionId) ?? [];
      sessions.set(alert.sessionId, alerts);
      alerts.push(alert);
    }
    return sessions;
  },
);
