import type { Tx } from '@moim/kit/db/database.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planPublicationCancelled, planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { closePlanRoom } from '../actions/close-plan-room.ts';
import { createPlanRoom } from '../actions/create-plan-room.ts';

/** messaging's part in the publication of a trip: the room, or taking it back. */
export async function takePartInPublication(tx: Tx, event: LoggedEvent, services: Services): Promise<void> {
  if (event.name === planPublicationRequested.name) {
    const { chatRoomId, ...request } = planPublicationRequested.payload.parse(event.payload);
    if (chatRoomId !== null) await createPlanRoom(tx, services, { ...request, roomId: chatRoomId });
  }
  if (event.name === planPublicationCancelled.name) {
    const { publicationId, authorId } = planPublicationCancelled.payload.parse(event.payload);
    await closePlanRoom(tx, services, { publicationId, authorId, eventId: event.id });
  }
}
