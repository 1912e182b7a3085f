import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { updateEventRow } from '../db/events.ts';
import { replaceOverrides } from '../db/overrides.ts';
import type { ChangeScope } from '../domain/event.ts';
import { cancelWhole } from './cancel-event.ts';
import { catchUp } from './catch-up.ts';
import { splitSeries } from './change-following.ts';
import { findNamed, isSeries, loadSeries, type Named, type Series } from './load-series.ts';
import { isEmpty } from './materialise.ts';
import { publishCancelled, publishChanged } from './publish-event.ts';
import { writeSchedule } from './write-schedule.ts';

export interface DeleteEventInput {
  readonly id: string;
  readonly scope: ChangeScope;
  /** Names the occurrence; needed unless the scope is ALL. */
  readonly occurrenceStartsAt?: Date | null | undefined;
}

/**
 * Cancels one occurrence, one and all after it, or the event; a series of which nothing is left is
 * cancelled as a whole.
 *
 * @throws {InvalidInputError} naming `input.occurrenceStartsAt`
 * @throws {NotFoundError} for an event that the viewer may not see
 * @throws {ForbiddenError} for one that they may only see
 */
export async function deleteEvent(services: Services, viewer: Viewer, input: DeleteEventInput) {
  await catchUp(services, viewer);
  await services.db.write.transaction(async (tx) => {
    const series = await loadSeries(tx, viewer, input.id);
    const named = await findNamed(tx, series.event, input);
    const isWhole = input.scope === 'ALL' || !named || !isSeries(series.event);
    const rest = isWhole ? null : restOf(series, named, input.scope);
    if (!rest || !named) await cancelWhole(tx, services, series.event, viewer.memberId);
    else await shorten(tx, services, viewer, { rest, named, scope: input.scope });
  });
  return input.id.toLowerCase();
}

/** What is left of the series; null when nothing is. */
function restOf(series: Series, { wall }: Named, scope: ChangeScope): Series | null {
  if (scope === 'THIS_AND_FOLLOWING') return splitSeries(series, wall)?.before ?? null;
  const { event, overrides } = series;
  return {
    ...series,
    event: { ...event, exdates: [...event.exdates, wall] },
    overrides: overrides.filter(({ recurrenceWall }) => recurrenceWall !== wall),
  };
}

interface Shortening {
  readonly rest: Series;
  readonly named: Named;
  readonly scope: ChangeScope;
}

async function shorten(
  tx: Tx,
  services: Services,
  { memberId }: Viewer,
  { rest, named, scope }: Shortening,
): Promise<unknown> {
  const event = { ...rest.event, version: rest.event.version + 1, updatedAt: services.now() };
  await updateEventRow(tx, event.id, event);
  await replaceOverrides(tx, event.id, rest.overrides);
  if (isEmpty({ ...event, overrides: rest.overrides })) return cancelWhole(tx, services, event, memberId);
  const schedule = { event, overrides: rest.overrides, viewerId: memberId, memberIds: [] };
  const written = await writeSchedule(tx, services, { ...schedule, skipClashing: false });
  const published = { event: written.event, actorId: memberId };
  const { originalStartsAt } = named.occurrence;
  if (scope === 'THIS') return publishCancelled(tx, services, published, originalStartsAt);
  return publishChanged(tx, services, published, { invitedIds: [], removedIds: [] });
}
