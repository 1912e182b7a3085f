import type { Consumer } from '@moim/kit/events/consumer.ts';
import { planEntryCreated, planEntryRefused } from '@moim/schema/contracts/calendar.ts';
import { planRoomCreated, planRoomRefused } from '@moim/schema/contracts/messaging.ts';
import { takePart, takeRefusal } from '../actions/end-publication.ts';
import { concernsCardReaders, followCardReaders } from './card-readers.ts';

/**
 * What messaging answers to a publication, and who reads cards. One group, though it is two things:
 * each group of a source costs every message a row.
 */
export const publicationRooms: Consumer = {
  group: 'publication-rooms',
  source: 'messaging',
  concerns: (event) =>
    [planRoomCreated.name, planRoomRefused.name].includes(event.name) || concernsCardReaders(event),
  handle: async (tx, event, services) => {
    await followCardReaders(tx, event, services);
    if (event.name === planRoomCreated.name)
      await takePart(tx, services, planRoomCreated.payload.parse(event.payload).publicationId, 'ROOM');
    if (event.name === planRoomRefused.name) {
      const { publicationId } = planRoomRefused.payload.parse(event.payload);
      await takeRefusal(tx, services, publicationId, 'ROOM_REFUSED');
    }
  },
};

/** What calendar answers to a publication. */
export const publicationEntries: Consumer = {
  group: 'publication-entries',
  source: 'calendar',
  handle: async (tx, event, services) => {
    if (event.name === planEntryCreated.name)
      await takePart(tx, services, planEntryCreated.payload.parse(event.payload).publicationId, 'ENTRY');
    if (event.name === planEntryRefused.name) {
      const { publicationId } = planEntryRefused.payload.parse(event.payload);
      await takeRefusal(tx, services, publicationId, 'ENTRY_REFUSED');
    }
  },
};
