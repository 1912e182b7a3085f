import type { Consumer } from '@moim/kit/events/consumer.ts';
import { takeInTidings } from '../actions/take-in-tidings.ts';
import { calendarTidings } from '../domain/calendar-tidings.ts';
import { coverTidings } from '../domain/cover-tidings.ts';
import { parkingTidings } from '../domain/parking-tidings.ts';
import type { Tidings, TidingsEvent } from '../domain/tidings.ts';
import { travelTidings } from '../domain/travel-tidings.ts';
import { walletTidings } from '../domain/wallet-tidings.ts';
import { takePartInPublication } from './plan-rooms.ts';

/** Carries what happens elsewhere into the inboxes of those whom it concerns, and into rooms. */
const tidingsFrom = (source: string, read: (event: TidingsEvent) => Tidings | null): Consumer => ({
  group: 'tidings',
  source,
  handle: async (tx, event, services) => {
    const tidings = read(event);
    if (tidings) await takeInTidings(tx, services, tidings, { eventId: event.id, at: event.occurredAt });
  },
});

const fromTravel = tidingsFrom('travel', travelTidings);

export const tidings: readonly Consumer[] = [
  tidingsFrom('calendar', calendarTidings),
  {
    ...fromTravel,
    handle: async (tx, event, services) => {
      await takePartInPublication(tx, event, services);
      await fromTravel.handle(tx, event, services);
    },
  },
  tidingsFrom('insurance', coverTidings),
  tidingsFrom('telemetry', parkingTidings),
  tidingsFrom('identity', walletTidings),
];
