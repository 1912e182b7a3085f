import type { ParkingSession } from '../domain/parking-session.ts';

/** What every event of a session says of it. */
export const sessionSnapshot = (session: ParkingSession) => ({
  parkingSessionId: session.id,
  vehicleId: session.vehicleId,
  memberId: session.driverId,
  calendarEventId: session.calendarEventId,
  coveragePeriodId: session.coveragePeriodId,
  startedAt: session.startedAt.toISOString(),
});
