import { runDrive } from '../drive/run-drive.ts';
import { clientWith } from '../drive/moim-client.ts';
import type { Ride } from './day-options.ts';

/** In the simulated car, led by the coach, in real time unless told otherwise. @returns the score */
export async function driveIn(ride: Ride, say: (line: string) => void, rateFactor = 1): Promise<number> {
  const { driver, calendarEventId, coveragePeriodId, shareRoomId, vehicleId } = ride;
  const { report } = await runDrive(
    clientWith(driver.url, driver.accessToken),
    {
      ...{ vehicle: vehicleId, event: calendarEventId, cover: coveragePeriodId, room: shareRoomId },
      ...{ scenario: 'perpendicular', driver: 'follower', seed: 4, rate: 50, 'rate-factor': rateFactor },
    },
    say,
  );
  return report.score;
}
