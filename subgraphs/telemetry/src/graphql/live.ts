import { followParkingAlerts } from '../actions/follow-parking-alerts.ts';
import { followParkingFrames } from '../actions/follow-parking-frames.ts';
import { builder } from './builder.ts';
import { ParkingFrame } from './parking-frame.ts';
import { ParkingAlert } from './refs.ts';

builder.subscriptionFields((t) => ({
  parkingFrames: t.field({
    type: ParkingFrame,
    description:
      'Gauges: first the newest frame, then each newer one at up to 50 a second; those between are left out for a slow reader and for who comes back. Completes with the session.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'A running session that the viewer may see.' }),
      afterSensorAtMs: t.arg.float({
        description: '`sensorAtMs` of the last frame that is known; absent to begin with the newest.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { sessionId, afterSensorAtMs }, { services, watcher }) =>
      followParkingFrames(services, { watcher, sessionId, afterSensorAtMs: afterSensorAtMs ?? null }),
    resolve: (frame) => frame,
  }),
  parkingAlerts: t.field({
    type: ParkingAlert,
    description:
      'Every alert, none left out: first what was missed after `afterSeq`, then live. Completes with the session.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'A session that the viewer may see.' }),
      afterSeq: t.arg.int({
        description: '`seq` of the last alert that is known; absent to start with what comes next.',
        directives: { resume: {} },
      }),
    },
    subscribe: (_, { sessionId, afterSeq }, { services, watcher }) =>
      followParkingAlerts(services, {
        watcher,
        sessionId,
        afterSeq: afterSeq ?? null,
        random: Math.random,
      }),
    resolve: (alert) => alert,
  }),
}));
