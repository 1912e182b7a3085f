import { askForRecommendation } from './buy-recommendation.ts';
import { closeForLeaver } from './close-for-leaver.ts';
import type { DayOptions } from './day-options.ts';
import { lateCallback } from './late-callback.ts';
import { makeTrip } from './make-trip.ts';
import { moveMeeting } from './move-meeting.ts';
import { park } from './park.ts';
import { scheduleVisit } from './schedule-visit.ts';
import { startCover } from './start-cover.ts';

/** What the day has made, for whoever looks afterwards. */
export interface DayRecord {
  readonly roomId: string;
  readonly eventId: string;
  readonly tripId: string;
  readonly recommendedPlanId: string;
  readonly periodId: string;
  readonly score: number;
}

/**
 * The day of Minji, through the public API alone: what any integrator could do.
 *
 * @throws {Error} at the first step that does not come out as the day tells it
 */
export async function playDay(options: DayOptions): Promise<DayRecord> {
  const visit = await scheduleVisit(options);
  const tripId = await makeTrip(options, visit);
  const recommendedPlanId = await askForRecommendation(options, visit.roomId);
  await moveMeeting(options, visit);
  const periodId = await startCover(options, tripId);
  const score = await park(options, visit, periodId);
  await lateCallback(options, periodId);
  await closeForLeaver(options);
  return { ...visit, tripId, recommendedPlanId, periodId, score };
}
