import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { catchUp } from './catch-up.ts';
import { changeFollowing } from './change-following.ts';
import { changeOccurrence } from './change-occurrence.ts';
import { changeWhole } from './change-whole.ts';
import type { SavedEvent } from './create-event.ts';
import { readChange, type EventChange, type UpdateEventInput } from './read-change.ts';
import { assertVersion, findNamed, isSeries, loadSeries } from './load-series.ts';
import { onClash } from './on-clash.ts';

/**
 * Changes one occurrence, one and all after it, or the whole event; all of the change or nothing.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for an event that the viewer may not see
 * @throws {ForbiddenError} for one that they may only see
 * @throws {ConflictError} when it is no longer what the client saw
 * @throws {EventClashError} when a room is taken or somebody declines when busy
 */
export async function updateEvent(
  services: Services,
  viewer: Viewer,
  input: UpdateEventInput,
): Promise<SavedEvent> {
  await catchUp(services, viewer);
  const change = await readChange(services, viewer, input);
  return onClash(services, viewer, { eventId: input.id, occurrences: () => [] }, () =>
    services.db.write.transaction((tx) => apply(tx, services, viewer, input, change)),
  );
}

async function apply(
  tx: Tx,
  services: Services,
  viewer: Viewer,
  input: UpdateEventInput,
  change: EventChange,
): Promise<SavedEvent> {
  const series = await loadSeries(tx, viewer, input.id);
  assertVersion(series.event, input.expectedVersion);
  const named = await findNamed(tx, series.event, input);
  const edit = { series, named, change, viewer, skipClashing: input.skipClashing ?? false };
  if (!named || !isSeries(series.event)) return changeWhole(tx, services, { ...edit, named: null });
  switch (input.scope) {
    case 'THIS':
      assertOfOne(input);
      return changeOccurrence(tx, services, { ...edit, named });
    case 'THIS_AND_FOLLOWING':
      return changeFollowing(tx, services, { ...edit, named });
    case 'ALL':
      return changeWhole(tx, services, edit);
  }
}

/** What a single occurrence cannot have for itself. */
function assertOfOne(input: UpdateEventInput): void {
  const ofSeries = ['timeZone', 'isAllDay', 'recurrenceRule', 'attendeeIds', 'chatRoomId'] as const;
  const field = ofSeries.find((name) => input[name] !== undefined && input[name] !== null);
  if (field) throw new InvalidInputError(`input.${field}`, 'This belongs to the series as a whole.');
}
