import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { alertText } from '../domain/alert-text.ts';
import { builder } from './builder.ts';
import { toAlertSeq } from './cursors.ts';
import { AlertPattern, DangerLevel } from './enums.ts';
import { getParkingSession, loadAlertsOfSession, loadParkingAlert } from './loaders.ts';
import { ParkingAlert, ParkingSession } from './refs.ts';

builder.objectType(ParkingAlert, {
  description: 'Something that the driver was warned of.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its name in the graph.' }),
    seq: t.exposeInt('seq', {
      description: 'Counts the alerts of the session from 1; the cursor to resume after.',
    }),
    session: t.field({
      type: ParkingSession,
      description: 'In which it was raised.',
      resolve: ({ sessionId }, _, context) => getParkingSession(context, sessionId),
    }),
    sensorAtMs: t.exposeFloat('sensorAtMs', {
      description: 'Time of the sensors, milliseconds since the epoch with fractions.',
    }),
    pattern: t.expose('pattern', { type: AlertPattern, description: 'What it warns of.' }),
    danger: t.expose('danger', { type: DangerLevel, description: 'How close to a contact it was.' }),
    sensorId: t.exposeString('sensorId', {
      nullable: true,
      description: 'Which sensor saw it; null when it is not of one sensor.',
    }),
    distanceCm: t.exposeFloat('distanceCm', {
      nullable: true,
      description: 'Distance then; null when there was none.',
    }),
    speedMps: t.exposeFloat('speedMps', { description: 'Speed then, negative backwards.' }),
    textKo: t.string({
      description: 'One sentence to show or read aloud, Korean.',
      resolve: (alert) => alertText(alert).textKo,
    }),
    textEn: t.string({
      description: 'One sentence to show or read aloud, English.',
      resolve: (alert) => alertText(alert).textEn,
    }),
  }),
});

builder.asEntity(ParkingAlert, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadParkingAlert(context, id, undefined),
});

const ParkingAlertConnection = builder.connectionObject(
  { type: ParkingAlert, name: 'ParkingAlertConnection', description: 'A page of the alerts of a session.' },
  { name: 'ParkingAlertConnectionEdge', description: 'An alert in the list of a session.' },
);

builder.objectField(ParkingSession, 'alerts', (t) =>
  t.field({
    type: ParkingAlertConnection,
    description: 'What the driver was warned of, in the order of time. Stored within 100 ms of being told.',
    args: forwardPage(t, 50),
    resolve: async ({ id }, args, context) => {
      const page = toPage(args);
      const wanted = { afterSeq: toAlertSeq(page.after), limit: page.size + 1 };
      const alerts = (await loadAlertsOfSession(context, id, wanted)) ?? [];
      return toConnection(
        alerts,
        page,
        ({ seq }) => String(seq),
        (alert) => alert,
      );
    },
  }),
);
