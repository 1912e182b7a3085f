import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { findCompanionIds } from '../db/companions.ts';
import { lockAnyPlan, lockPlansOfEvent, updateDays } from '../db/plans.ts';
import { addDays, dayAt, daysBetween } from '../domain/day.ts';
import { appendPlanChanged } from './append-plan-changed.ts';

/** An event that was moved as a whole. */
export interface MovedEvent {
  readonly eventId: string;
  /** Their trips move with it. */
  readonly participantIds: readonly string[];
  readonly previousStartsAt: Date;
  readonly startsAt: Date;
  /** The days are those of the event's own zone. */
  readonly timeZone: string;
}

/** Trips made of the event move by as many whole days as it did; within a day they stay. */
export async function movePlans(tx: Tx, services: Services, moved: MovedEvent): Promise<void> {
  const { eventId, participantIds, previousStartsAt, startsAt, timeZone } = moved;
  const shift = daysBetween(dayAt(previousStartsAt, timeZone), dayAt(startsAt, timeZone));
  if (shift === 0) return;
  for (const { id } of await lockPlansOfEvent(tx, eventId, participantIds)) {
    const plan = await lockAnyPlan(tx, id);
    if (!plan) continue;
    const travelOn = addDays(plan.travelOn, shift);
    await updateDays(tx, id, { travelOn, untilOn: addDays(plan.untilOn, shift) });
    const companionIds = await findCompanionIds(tx, id);
    const movedWith = { eventId, participantIds };
    await appendPlanChanged(tx, services, { ...plan, companionIds, travelOn, change: 'MOVED', movedWith });
  }
}
