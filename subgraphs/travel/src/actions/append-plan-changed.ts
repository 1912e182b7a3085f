import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planChanged } from '@moim/schema/contracts/travel.ts';
import { nextPlanEventSeq } from '../db/plans.ts';

export interface PlanChange {
  readonly id: string;
  readonly authorId: string;
  readonly companionIds: readonly string[];
  readonly change: 'CREATED' | 'EDITED' | 'MOVED' | 'DELETED';
  readonly travelOn: string;
  readonly calendarEventId: string | null;
  readonly chatRoomId: string | null;
  /** What made it move, and who is told of that elsewhere. */
  readonly movedWith?: { readonly eventId: string; readonly participantIds: readonly string[] };
}

/** Tells the world, in the transaction that changed the plan; takes the plan's lock. */
export async function appendPlanChanged(
  tx: Tx,
  { newId, now }: Pick<Services, 'newId' | 'now'>,
  { id, authorId, companionIds, change, travelOn, calendarEventId, chatRoomId, movedWith }: PlanChange,
): Promise<void> {
  await appendEvent(tx, 'travel', {
    contract: planChanged,
    id: newId(),
    aggregateId: id,
    aggregateSeq: await nextPlanEventSeq(tx, id),
    payload: {
      ...{ planId: id, authorId, companionIds: [...companionIds], change },
      ...{ travelOn, calendarEventId, chatRoomId },
      ...(movedWith && { movedWith: { ...movedWith, participantIds: [...movedWith.participantIds] } }),
    },
    occurredAt: now(),
  });
}
