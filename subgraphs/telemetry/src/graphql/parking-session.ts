import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { findLiveSession } from '../actions/live-sessions.ts';
import { ingestExpiresAt } from '../domain/parking-session.ts';
import { builder } from './builder.ts';
import { ParkingState } from './enums.ts';
import { loadParkingSession, loadVehicle } from './loaders.ts';
import { CalendarEvent, CoveragePeriod, Member } from './owned-elsewhere.ts';
import { ParkingFrame } from './parking-frame.ts';
import { ParkingReport } from './parking-report.ts';
import { ParkingSession } from './refs.ts';
import { Vehicle } from './vehicle.ts';

interface Access {
  readonly path: string;
  readonly token: string;
  readonly expiresAt: Date;
}

const IngestAccess = builder.objectRef<Access>('IngestAccess').implement({
  description: 'How a sensor bridge sends samples: `POST path` with `Authorization: Bearer token`.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'On the public address, e.g. `/telemetry/sessions/…/samples`.',
    }),
    token: t.exposeString('token', { description: 'For this session only.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Or with the session, if that is earlier.',
    }),
  }),
});

const linked = (id: string | null) => (id === null ? null : { id });

builder.objectType(ParkingSession, {
  description: 'One parking of one car. Seen by its driver and by instructors.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that started it.' }),
    vehicle: t.field({
      type: Vehicle,
      description: 'The car that is parked.',
      resolve: async ({ vehicleId }, _, context) => {
        const vehicle = await loadVehicle(context, vehicleId, undefined);
        if (!vehicle) throw new NotFoundError();
        return vehicle;
      },
    }),
    driver: t.field({
      type: Member,
      nullable: true,
      description: 'Who parks; null for one who withdrew and while identity is away.',
      resolve: ({ driverId }) => ({ id: driverId }),
    }),
    state: t.expose('state', { type: ParkingState, description: 'Where it stands.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was started.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was finished or aborted; null while it runs.',
    }),
    calendarEvent: t.field({
      type: CalendarEvent,
      nullable: true,
      description: 'The appointment that the driver parks for.',
      resolve: ({ calendarEventId }) => linked(calendarEventId),
    }),
    coverage: t.field({
      type: CoveragePeriod,
      nullable: true,
      description: 'The cover that ends with the parking.',
      resolve: ({ coveragePeriodId }) => linked(coveragePeriodId),
    }),
    ingest: t.field({
      type: IngestAccess,
      nullable: true,
      directives: { perViewer: {} },
      description: 'Told to the driver only, while the session runs.',
      resolve: (session, _, { viewer }) =>
        session.driverId === viewer.memberId && session.state === 'RUNNING'
          ? {
              path: `/telemetry/sessions/${session.id}/samples`,
              token: session.ingestToken,
              expiresAt: ingestExpiresAt(session),
            }
          : null,
    }),
    latestFrame: t.field({
      type: ParkingFrame,
      nullable: true,
      description: 'Null before the first sample, and once the session is over.',
      resolve: async ({ id }, _, { services }) => (await findLiveSession(services, id))?.latest ?? null,
    }),
    report: t.expose('report', { type: ParkingReport, nullable: true, description: 'Null until finished.' }),
  }),
});

builder.asEntity(ParkingSession, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadParkingSession(context, id, undefined),
});

builder.queryField('parkingSession', (t) =>
  t.field({
    type: ParkingSession,
    nullable: true,
    description: "The viewer's own, or for an instructor anybody's; null for any other.",
    args: { id: t.arg.id({ required: true, description: '`ParkingSession.id`.' }) },
    resolve: (_, { id }, context) => loadParkingSession(context, id, undefined),
  }),
);
