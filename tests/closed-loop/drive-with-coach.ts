import { type Drive, startDrive } from '@moim/simulator/drive.ts';
import type { Advice } from '@moim/simulator/drivers/driver.ts';
import { type DriverName, drivers } from '@moim/simulator/drivers/drivers.ts';
import { createRandom } from '@moim/simulator/random.ts';
import { createScenario, type Scenario, type ScenarioName } from '@moim/simulator/world/scenario.ts';
import { createCoach } from '@moim/telemetry/domain/coach.ts';
import type { RaisedAlert } from '@moim/telemetry/domain/moment.ts';
import { type ParkingReport, scoreDrive } from '@moim/telemetry/domain/score.ts';
import { standardProfile } from '@moim/telemetry/domain/standard-profile.ts';

export interface CoachedDrive {
  readonly scenario: Scenario;
  readonly drive: Drive;
  readonly alerts: readonly RaisedAlert[];
  readonly report: ParkingReport;
  /** The steps that the coach went through. */
  readonly steps: readonly string[];
}

const startMs = Date.UTC(2026, 10, 21, 5, 30);
const mostSteps = 50 * 240;
/** As a bridge goes on sending when the driver has switched off. */
const stepsAfterTheEnd = 25;
/** From sensor to driver's ear, in frames of 20 ms. */
const adviceDelay = 2;

/** Car and coach in one loop, without a server between them but with the delay of one. */
export function driveWithCoach(name: ScenarioName, driver: DriverName, seed: number): CoachedDrive {
  const scenario = createScenario(name, seed);
  const random = createRandom(seed).fork('driver');
  const drive = startDrive({
    scenario,
    seed,
    driver: drivers[driver](scenario, random),
    scansInGroups: true,
  });
  const coach = createCoach(standardProfile);
  const advices: (Advice | null)[] = [];
  const alerts: RaisedAlert[] = [];
  const steps: string[] = [];
  let stepsLeft = mostSteps;
  while (stepsLeft-- > 0) {
    const frame = drive.step(advices.at(-adviceDelay) ?? null);
    const moment = coach.assess({ ...frame, sensorAtMs: startMs + frame.sensorAtMs });
    advices.push(moment.guidance);
    alerts.push(...moment.alerts);
    if (moment.guidance && moment.guidance.step !== steps.at(-1)) steps.push(moment.guidance.step);
    if (drive.isOver) stepsLeft = Math.min(stepsLeft, stepsAfterTheEnd);
  }
  return { scenario, drive, alerts, report: scoreDrive(coach.summary(), standardProfile), steps };
}
