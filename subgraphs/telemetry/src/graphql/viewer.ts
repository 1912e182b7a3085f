import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { addWhoAsks, viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findRunningSession, findSessionsOfDriver } from '../db/parking-sessions.ts';
import { findAllVehicles } from '../db/vehicles.ts';
import { builder } from './builder.ts';
import { sessionListKey, toSessionListKey } from './cursors.ts';
import { ParkingSession } from './refs.ts';
import { Vehicle } from './vehicle.ts';

/** More cars than one organisation shares. */
const maxVehicles = 500;

const ParkingSessionConnection = builder.connectionObject(
  { type: ParkingSession, name: 'ParkingSessionConnection', description: 'A page of parking sessions.' },
  { name: 'ParkingSessionConnectionEdge', description: 'A parking session in a list.' },
);

const Viewer = builder.objectRef<{ id: string }>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => ({
    id: t.exposeID('id', { description: "Equals the member's id." }),
    vehicles: t.field({
      type: [Vehicle],
      nullable: true,
      directives: { perViewer: {} },
      description: 'Vehicles that the viewer may drive, by name: all of the organisation.',
      resolve: (_, __, { db }) => findAllVehicles(db, maxVehicles),
    }),
    parkingSessions: t.field({
      type: ParkingSessionConnection,
      nullable: true,
      directives: { perViewer: {} },
      description: "The viewer's own, newest first.",
      args: forwardPage(t),
      resolve: async ({ id }, args, { db }) => {
        const page = toPage(args);
        const after = toSessionListKey(page.after);
        const sessions = await findSessionsOfDriver(db, id, after, page.size + 1);
        return toConnection(sessions, page, sessionListKey, (session) => session);
      },
    }),
    currentParkingSession: t.field({
      type: ParkingSession,
      nullable: true,
      directives: { perViewer: {} },
      description: 'The one that runs now; null when there is none.',
      resolve: ({ id }, _, { db }) => findRunningSession(db, id),
    }),
  }),
});

addWhoAsks(builder, Viewer);
