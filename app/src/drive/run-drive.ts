import { setTimeout as sleep } from 'node:timers/promises';
import { type Drive, startDrive, stepMs } from '@moim/simulator/drive.ts';
import type { Frame } from '@moim/simulator/frame.ts';
import { type DriverName, drivers } from '@moim/simulator/drivers/drivers.ts';
import { createRandom } from '@moim/simulator/random.ts';
import { createScenario, type ScenarioName } from '@moim/simulator/world/scenario.ts';
import { type CoachFeed, followCoach } from './coach-feed.ts';
import { finishSession, type ParkingReport } from './finish-session.ts';
import type { MoimClient } from './moim-client.ts';
import { type ParkingSession, type SessionWishes, startSession } from './parking-session.ts';
import { SampleSender } from './sample-sender.ts';

export interface DriveWishes extends SessionWishes {
  readonly scenario: ScenarioName;
  readonly driver: DriverName;
  readonly seed: number;
  /** Samples a second: 50, 25 or 10. */
  readonly rate: number;
  readonly 'rate-factor': number;
  /** Steps after which the drive ends whatever the driver does. */
  readonly mostSteps?: number;
}

export interface DriveOutcome {
  readonly sessionId: string;
  readonly isParked: boolean;
  readonly hasTouched: boolean;
  readonly sampleCount: number;
  readonly alertCount: number;
  readonly report: ParkingReport;
}

const usualMostSteps = (240 * 1_000) / stepMs;
/** A car that stands goes on saying so for a moment. */
const stepsAfterTheEnd = 25;

/** Starts a session, drives it to its end and finishes it. */
export async function runDrive(
  client: MoimClient,
  wishes: DriveWishes,
  say: (line: string) => void,
): Promise<DriveOutcome> {
  const session = await startSession(client, wishes);
  say(`${wishes.driver} drives ${wishes.scenario}, seed ${wishes.seed}: ${client.url}/parking/${session.id}`);
  const coach = followCoach(client, session.id, say, wishes.driver === 'follower');
  try {
    const drive = simulate(wishes);
    const sender = await sendDrive(client.url, { wishes, session, coach, drive, say });
    const report = await finishSession(client, session.id);
    return {
      sessionId: session.id,
      isParked: drive.isParked,
      hasTouched: drive.hasTouched,
      sampleCount: sender.acknowledgedCount,
      alertCount: coach.alertCount,
      report,
    };
  } finally {
    coach.stop();
    await client.close();
  }
}

function simulate({ scenario: name, driver, seed }: DriveWishes): Drive {
  const scenario = createScenario(name, seed);
  const random = createRandom(seed).fork('driver');
  return startDrive({ scenario, seed, driver: drivers[driver](scenario, random), scansInGroups: true });
}

/** A drive on its way to a session. */
export interface Sending {
  readonly wishes: Pick<DriveWishes, 'rate' | 'rate-factor' | 'mostSteps'>;
  readonly session: ParkingSession;
  /** Null: nobody listens to the coach. */
  readonly coach: Pick<CoachFeed, 'advice'> | null;
  readonly drive: Drive;
  readonly say: (line: string) => void;
  readonly onPost?: (frames: readonly Frame[]) => void;
}

/** Drives to the end at the given pace, each sample sent until it is acknowledged. */
export async function sendDrive(url: string, sending: Sending): Promise<SampleSender> {
  const { wishes, session, coach, drive, say, onPost } = sending;
  const { path, token } = session.ingest;
  const sender = new SampleSender({ url: new URL(path, url).href, token, say, onPost });
  const clock = sensorClock(wishes);
  const everySteps = Math.round(1_000 / stepMs / wishes.rate);
  let stepsLeft = wishes.mostSteps ?? usualMostSteps;
  for (let step = 0; stepsLeft > 0 && !sender.failure; step++, stepsLeft--) {
    await clock.waitFor(step);
    const frame = drive.step(coach?.advice ?? null);
    if (step % everySteps === 0) sender.push({ ...frame, sensorAtMs: clock.timeOf(step) });
    if (drive.isOver) stepsLeft = Math.min(stepsLeft, stepsAfterTheEnd);
  }
  await sender.flush();
  if (sender.failure) throw sender.failure;
  return sender;
}

/** Real time as the browser on this machine measures it; a faster drive begins in the past, never in the future. */
function sensorClock(wishes: Sending['wishes']) {
  const factor = wishes['rate-factor'];
  const startMs = performance.now();
  const longestMs = (wishes.mostSteps ?? usualMostSteps) * stepMs;
  const originMs = performance.timeOrigin + startMs - longestMs * (1 - 1 / factor);
  return {
    timeOf: (step: number) => originMs + step * stepMs,
    waitFor: async (step: number) => {
      const waitMs = startMs + (step * stepMs) / factor - performance.now();
      if (waitMs > 0) await sleep(waitMs);
    },
  };
}
