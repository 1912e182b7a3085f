import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
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
  description:
    'Who asks, and what only they may see. A field is null while the subgraph that answers for it is away.',
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
      args: {
        first: t.arg.int({ required: true, defaultValue: 20, description: 'Length of the page: 1 to 100.' }),
        after: t.arg.string({ description: 'The page starts after this cursor.' }),
      },
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

// Any subgraph can say who asks, so that no subgraph has to be up for the answers of another.
builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    description: 'Who asks.',
    shareable: true,
    resolve: (_, __, { viewer }) => ({ id: viewer.memberId }),
  }),
);

builder.asEntity(Viewer, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, { viewer }) => (id === viewer.memberId ? { id } : null),
});
