import { gather } from './day/cast.ts';
import { lateCallback, seeCoverEnded, startCover } from './day/cover.ts';
import { closeForLeaver, leave } from './day/leaver.ts';
import { park, seeScore } from './day/parking.ts';
import { buyRecommendation, makeTrip, seeMovedTrip } from './day/trip.ts';
import { acceptVisit, moveVisit, scheduleVisit } from './day/visit.ts';
import { test } from './people.ts';

const { step } = test;
test.use({ actionTimeout: 15_000 });

/** The car alone drives for most of a minute. */
const wholeDayMs = 240_000;

test('the day of Minji, with Jiwon and Yuna', async ({ account, stranger, baseURL: url = '' }) => {
  test.setTimeout(wholeDayMs);
  const cast = await step('three people log in', () => gather({ url, account, stranger }));
  const visit = await step('Jiwon plans the visit with its room', () => scheduleVisit(cast));
  await step('Minji accepts', () => acceptVisit(cast));
  const tripId = await step('she makes a trip of it', () => makeTrip(cast, visit));
  await step('she buys a recommendation', () => buyRecommendation(cast, visit));
  await step('the visit moves by an hour', () => moveVisit(cast, visit));
  await step('the trip knows', () => seeMovedTrip(cast, tripId));
  const periodId = await step('she starts cover for the trip', () => startCover(cast, tripId));
  const score = await step('she parks with the coach', () => park(cast, visit));
  await step('her score is in the room', () => seeScore(cast, visit, score));
  await step('her cover has ended', () => seeCoverEnded(cast));
  await step('the insurer calls back late', () => lateCallback(cast, periodId));
  const leaver = await step('a colleague cancels by phone and leaves', () => leave(cast));
  await step('Yuna closes it', () => closeForLeaver(cast, leaver));
});
