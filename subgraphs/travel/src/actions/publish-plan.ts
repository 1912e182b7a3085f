import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { ConflictError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planPublicationRequested } from '@moim/schema/contracts/travel.ts';
import { findCompanionIds } from '../db/companions.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { findRunningPublication, insertPublication } from '../db/publications.ts';
import type { PlanAudience } from '../domain/audience.ts';
import { publicationMs } from '../domain/publication.ts';
import { toZone } from '../domain/time-zone.ts';
import { lockOwnPlan } from './lock-own-plan.ts';
import { applySharing } from './share-plan.ts';
import { tellPublication } from './tell-publication.ts';

export const timeOutQueue = 'travel.time-out-publication';

export interface PublishPlanInput {
  readonly id: string;
  readonly audience: PlanAudience;
  readonly withChatRoom: boolean;
  readonly withCalendarEntry: boolean;
  /** IANA zone of the entry's days. */
  readonly timeZone: string;
}

/**
 * Publishes a plan together with a room for those on it and an entry in the author's calendar: once
 * both are there the plan is shared, otherwise everything is taken back. What the plan has already is
 * not made again.
 *
 * @throws {InvalidInputError} naming `input.timeZone`
 * @throws {NotFoundError} for a plan that the viewer may not see
 * @throws {ForbiddenError} for somebody else's
 * @throws {ConflictError} while another publication of the plan is under way
 */
export async function publishPlan(
  services: Services,
  viewer: Viewer,
  input: PublishPlanInput,
): Promise<string> {
  const id = toKnownId(input.id);
  const timeZone = toZone(input.timeZone);
  await services.db.write.transaction(async (tx) => {
    const plan = await lockOwnPlan(tx, viewer, id);
    if (await findRunningPublication(tx, id))
      throw new ConflictError('This plan is being published; wait for the end.');
    const chatRoomId = input.withChatRoom && plan.chatRoomId === null ? services.newId() : null;
    const calendarEventId =
      input.withCalendarEntry && plan.calendarEventId === null ? services.newId() : null;
    if (chatRoomId === null && calendarEventId === null)
      return applySharing(tx, services, plan, input.audience);
    const { audience } = input;
    await begin(tx, services, plan, { audience, chatRoomId, calendarEventId, timeZone });
  });
  return id;
}

interface Wanted {
  readonly audience: PlanAudience;
  readonly chatRoomId: string | null;
  readonly calendarEventId: string | null;
  readonly timeZone: string;
}

async function begin(tx: Tx, services: Services, plan: PlanRow, wanted: Wanted): Promise<void> {
  const { id: planId, authorId, title, travelOn, untilOn } = plan;
  const { timeZone, ...parts } = wanted;
  const { chatRoomId, calendarEventId } = parts;
  const id = services.newId();
  const requestedAt = services.now();
  const endsBy = new Date(requestedAt.getTime() + publicationMs);
  await insertPublication(tx, { ...parts, id, planId, authorId, requestedAt, endsBy });
  const companionIds = await findCompanionIds(tx, planId);
  const about = { publicationId: id, planId, authorId, companionIds, title, travelOn, untilOn };
  await tellPublication(tx, services, id, {
    contract: planPublicationRequested,
    payload: { ...about, chatRoomId, existingChatRoomId: plan.chatRoomId, calendarEventId, timeZone },
  });
  await services.jobs.send(tx, timeOutQueue, {}, { startAfter: endsBy, singletonKey: id });
}
