import { allDone } from '../all-done.ts';
import { playCalendar } from './play-calendar.ts';
import { playCovers } from './play-covers.ts';
import { playCredits } from './play-credits.ts';
import { playParking } from './play-parking.ts';
import { playPeople } from './play-people.ts';
import { playRooms } from './play-rooms.ts';
import { playTrips } from './play-trips.ts';
import { type DemoServices, Stage } from './stage.ts';

/**
 * Fills an empty installation by the same actions that people use. The backbone must run: rooms and
 * calendars follow groups by identity's events.
 *
 * @param present - the instant that the demo's "minutes ago" count from
 */
export async function playDemo(services: DemoServices, present: Date): Promise<void> {
  const stage = new Stage(services, present);
  await playPeople(stage);
  await playRooms(stage);
  const calendar = playCalendar(stage);
  await allDone([
    calendar.then(() => playTrips(stage)),
    playCovers(stage),
    playParking(stage),
    playCredits(stage),
  ]);
}
