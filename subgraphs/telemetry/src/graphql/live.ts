import { followParkingAlerts } from '../actions/follow-parking-alerts.ts';
import { followParkingFrames } from '../actions/follow-parking-frames.ts';
import { builder } from './builder.ts';
import { ParkingFrame } from './parking-frame.ts';
import { ParkingAlert } from './refs.ts';

builder.subscriptionFields((t) => ({
  parkingFrames: t.field({
    type: ParkingFrame,
    description:
      'Gauges: the newest frame at up to 50 a second; intermediate ones are left out for a slow reader. Completes with the session.',
    args: {
      sessionId: t.arg.id({ required: true, description: 'A running session that the viewer may see.' }),
    },
    subscribe: (_, { sessionId }, { services, watcher }) => followParkingFrames(services, watcher, sessionId),
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
