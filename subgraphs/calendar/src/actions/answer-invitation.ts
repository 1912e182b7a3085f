import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { updateAnswer } from '../db/attendees.ts';
import { findPersonalClashes } from '../db/clashes.ts';
import { lockEvent } from '../db/events.ts';
import { lockDecliners } from '../db/member-settings.ts';
import { findOccurrencesOfEvent } from '../db/occurrences.ts';
import { EventClashError, type OccurrenceClash } from '../domain/clash.ts';
import type { InvitationAnswer } from '../domain/event.ts';
import { catchUp } from './catch-up.ts';
import type { SavedEvent } from './create-event.ts';
import { publishChanged } from './publish-event.ts';

export interface AnswerInvitationInput {
  readonly eventId: string;
  readonly answer: InvitationAnswer;
}

/**
 * What an invited member says; coming tells what it clashes with.
 *
 * @throws {NotFoundError} for an event that does not invite the viewer
 * @throws {EventClashError} when the viewer declines when busy, and is
 */
export async function answerInvitation(
  services: Services,
  viewer: Viewer,
  { eventId, answer }: AnswerInvitationInput,
): Promise<SavedEvent> {
  const id = toKnownId(eventId);
  await catchUp(services, viewer);
  return services.db.write.transaction(async (tx) => {
    const found = await lockEvent(tx, viewer.memberId, id);
    if (!found || found.event.isCancelled) throw new NotFoundError();
    const isComing = answer === 'ACCEPTED' || answer === 'TENTATIVE';
    const clashes = isComing ? await clashesOf(tx, services, viewer, id) : [];
    if (!(await updateAnswer(tx, id, viewer.memberId, answer))) throw new NotFoundError();
    const published = { event: found.event, actorId: viewer.memberId };
    await publishChanged(tx, services, published, { invitedIds: [], removedIds: [], kind: 'ANSWERED' });
    return { eventId: id, clashes };
  });
}

/** Only with what is still to come. */
async function clashesOf(
  tx: Tx,
  { now }: Services,
  { memberId }: Viewer,
  eventId: string,
): Promise<readonly OccurrenceClash[]> {
  const isStrict = (await lockDecliners(tx, [memberId])).length > 0;
  const all = await findOccurrencesOfEvent(tx, eventId);
  const occurrences = all.filter(({ endsAt }) => endsAt > now());
  const search = { viewerId: memberId, occurrences, exceptEventIds: [eventId] };
  const clashes = await findPersonalClashes(tx, search, [memberId]);
  if (isStrict && clashes.length > 0) throw new EventClashError(clashes);
  return clashes;
}
