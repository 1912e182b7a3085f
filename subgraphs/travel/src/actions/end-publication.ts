import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { planPublicationCancelled, planPublicationCompleted } from '@moim/schema/contracts/travel.ts';
import { findCompanionIds } from '../db/companions.ts';
import type { PlanRow } from '../db/plan-rows.ts';
import { lockAnyPlan, updatePlanLinks } from '../db/plans.ts';
import {
  findOverduePublications,
  findPublication,
  findRunningPublication,
  findRunningPublicationsOf,
  lockPublication,
  type PublicationRow,
  updateMadePart,
  updatePublicationEnd,
} from '../db/publications.ts';
import { isWhole, type PublicationFailure, type PublicationPart } from '../domain/publication.ts';
import { appendPlanChanged } from './append-plan-changed.ts';
import { applySharing } from './share-plan.ts';
import { tellPublication } from './tell-publication.ts';

/** A part is there. With the last one the plan is shared; after the end it changes nothing. */
export async function takePart(tx: Tx, services: Services, id: string, part: PublicationPart): Promise<void> {
  const running = await lockRunning(tx, id);
  if (!running) return;
  await updateMadePart(tx, id, part);
  const { plan, publication } = running;
  const made = { ...publication, ...(part === 'ROOM' ? { isRoomMade: true } : { isEntryMade: true }) };
  if (isWhole(made)) await complete(tx, services, plan, made);
}

/** A part will not come: everything is taken back. After the end it changes nothing. */
export async function takeRefusal(
  tx: Tx,
  services: Services,
  id: string,
  failure: PublicationFailure,
): Promise<void> {
  const running = await lockRunning(tx, id);
  if (running) await cancel(tx, services, running.publication, failure);
}

const batchSize = 100;

/** Takes back what was not whole in time. Safe to repeat. */
export async function timeOutPublications(services: Services): Promise<void> {
  const { db, now } = services;
  for (const { id } of await findOverduePublications(db.write, now(), batchSize))
    await db.write.transaction((tx) => takeRefusal(tx, services, id, 'TIMED_OUT'));
}

/** The plan goes away or its author does. */
export async function cancelPublicationsOf(tx: Tx, services: Services, authorId: string): Promise<void> {
  for (const { id } of await findRunningPublicationsOf(tx, authorId))
    await takeRefusal(tx, services, id, 'MEMBER_WITHDRAWN');
}

/** The caller holds the plan's lock. */
export async function cancelPublicationOf(tx: Tx, services: Services, planId: string): Promise<void> {
  const running = await findRunningPublication(tx, planId);
  if (running) await cancel(tx, services, running, 'PLAN_CHANGED');
}

interface Running {
  readonly plan: PlanRow;
  readonly publication: PublicationRow;
}

/** The plan first, as everybody does who needs both; null once it has ended. */
async function lockRunning(tx: Tx, id: string): Promise<Running | null> {
  const found = await findPublication(tx, id);
  const plan = found && (await lockAnyPlan(tx, found.planId));
  const publication = plan && (await lockPublication(tx, id));
  return plan && publication?.state === 'RUNNING' ? { plan, publication } : null;
}

async function complete(
  tx: Tx,
  services: Services,
  plan: PlanRow,
  publication: PublicationRow,
): Promise<void> {
  const { id, audience, chatRoomId, calendarEventId } = publication;
  await updatePublicationEnd(tx, id, null, services.now());
  await updatePlanLinks(tx, plan.id, { chatRoomId, calendarEventId });
  await applySharing(tx, services, plan, audience);
  const links = {
    chatRoomId: chatRoomId ?? plan.chatRoomId,
    calendarEventId: calendarEventId ?? plan.calendarEventId,
  };
  const companionIds = await findCompanionIds(tx, plan.id);
  await appendPlanChanged(tx, services, { ...plan, ...links, companionIds, change: 'EDITED' });
  const payload = { publicationId: id, planId: plan.id, authorId: plan.authorId };
  await tellPublication(tx, services, id, { contract: planPublicationCompleted, payload });
}

async function cancel(
  tx: Tx,
  services: Services,
  { id, planId, authorId }: PublicationRow,
  reason: PublicationFailure,
): Promise<void> {
  await updatePublicationEnd(tx, id, reason, services.now());
  const payload = { publicationId: id, planId, authorId, reason };
  await tellPublication(tx, services, id, { contract: planPublicationCancelled, payload });
}
