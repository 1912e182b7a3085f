import { startDrive } from '@moim/simulator/drive.ts';
import type { Advice, Driver } from '@moim/simulator/drivers/driver.ts';
import { createFollower } from '@moim/simulator/drivers/follower.ts';
import { createScenario, type ScenarioName } from '@moim/simulator/world/scenario.ts';
import { createCoach } from '../domain/coach.ts';
import type { GuidanceStep } from '../domain/guidance.ts';
import type { Moment } from '../domain/moment.ts';
import { standardProfile } from '../domain/standard-profile.ts';

/** How a driver deviates from what was said, and how patient they are. */
export interface Habits {
  /** Of the wheel's angle. */
  readonly steeringShare?: number;
  readonly overshootM?: number;
  readonly hasOdometry?: boolean;
  readonly seconds?: number;
}

export interface Parking {
  readonly end: 'parked' | 'outside' | 'touched' | 'gave up';
  readonly moments: readonly Moment[];
  /** What was said, each as often as it began. */
  readonly steps: readonly GuidanceStep[];
}

const patienceS = 240;
const framesPerS = 50;

/** A driver of the simulator follows the coach. */
export function park(name: ScenarioName, seed: number, habits: Habits = {}): Parking {
  const scenario = createScenario(name, seed);
  const driver = deviating(createFollower(), habits);
  const drive = startDrive({ scenario, seed, driver, scansInGroups: true });
  const coach = createCoach(standardProfile);
  const mostFrames = (habits.seconds ?? patienceS) * framesPerS;
  const moments: Moment[] = [];
  let advice: Advice | null = null;
  while (!drive.isOver && moments.length < mostFrames) {
    const { xM, yM, headingRad, ...frame } = drive.step(advice);
    const odometry = habits.hasOdometry === false ? {} : { xM, yM, headingRad };
    const moment = coach.assess({ ...frame, ...odometry });
    moments.push(moment);
    advice = moment.guidance;
  }
  const end = drive.hasTouched ? 'touched' : drive.isParked ? 'parked' : drive.isOver ? 'outside' : 'gave up';
  return { end, moments, steps: stepsOf(moments) };
}

function deviating(driver: Driver, { steeringShare = 1, overshootM = 0 }: Habits): Driver {
  return {
    decide: (view) => {
      const { advice } = view;
      if (!advice) return driver.decide(view);
      const distanceM = advice.distanceM ? advice.distanceM + overshootM : advice.distanceM;
      const steeringRad = advice.steeringRad === null ? null : advice.steeringRad * steeringShare;
      return driver.decide({ ...view, advice: { ...advice, distanceM, steeringRad } });
    },
    get isDone() {
      return driver.isDone;
    },
  };
}

function stepsOf(moments: readonly Moment[]): GuidanceStep[] {
  const steps = moments.flatMap(({ guidance }) => guidance?.step ?? []);
  return steps.filter((step, index) => step !== steps[index - 1]);
}
