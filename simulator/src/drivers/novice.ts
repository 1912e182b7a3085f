import type { Controls } from '../car/bicycle.ts';
import { outlineOf } from '../car/car.ts';
import { type Leg, leg } from '../planning/leg.ts';
import { planParking } from '../planning/plan-parking.ts';
import type { Random } from '../random.ts';
import { isInSlot, touches } from '../world/contact.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Driver, View } from './driver.ts';
import { type Habits, LegDriver } from './leg-driver.ts';
import { nearestAhead } from './nearest.ts';
import { standStill } from './pedals.ts';

const mostTries = 5;
const wanderingM = 0.6;
const lateShare = 0.1;
/** What the sensors must say before the driver is alarmed, and the usual 0.75 s until the foot moves. */
const alarmCm = 55;
const reactionS = 0.75;
/** So near that whoever sits beside the driver shouts. */
const shoutM = 0.12;

const habits: Habits = {
  forwardsMps: 1.6,
  backwardsMps: 0.7,
  turnsAtStand: false,
  overshootM: 0.04,
  marginS: 0,
};

/**
 * Stops at the wrong place, turns the wheel too late and only while rolling, brakes when the reaction time has
 * passed, pulls out and tries again.
 */
export function createNoviceDriver(scenario: Scenario, random: Random): Driver {
  const fright = watchDistances(scenario);
  let legs: LegDriver | null = null;
  let isStopping = false;
  let tries = 0;
  let isDone = false;

  function decide(view: View): Controls {
    legs ??= new LegDriver(plan(view), habits);
    isStopping ||= fright(view) && !isGoodEnough(view);
    if (isStopping) return stop(view);
    const controls = legs.decide(view);
    return legs.isDone ? judge(view) : controls;
  }

  function plan(view: View): readonly Leg[] {
    tries += 1;
    const way = planParking(view.car, view.state, scenario) ?? [leg(1.5)];
    return way.map((part) => misjudge(part, 1 / tries)); // each try is a little better than the last
  }

  function misjudge(part: Leg, share: number): Leg {
    const wrongM = part.gear === 'D' ? share * random.between(-wanderingM, wanderingM) : 0;
    const late = 1 - share * random.between(0, lateShare);
    return { ...part, lengthM: Math.max(0.1, part.lengthM + wrongM), steeringRad: part.steeringRad * late };
  }

  function stop(view: View): Controls {
    if (view.state.speedMps === 0) {
      isStopping = false;
      legs = null;
      isDone = tries >= mostTries;
    }
    return standStill(view.state);
  }

  /** Satisfied, or once more. */
  function judge(view: View): Controls {
    if (!isGoodEnough(view) && tries < mostTries) legs = null;
    else isDone = view.state.gear === 'P';
    return { ...standStill(view.state), gear: legs ? 'P' : view.state.gear };
  }

  function isGoodEnough({ car, state }: View): boolean {
    return isInSlot(scenario.slot, outlineOf(car, state));
  }

  return {
    decide,
    get isDone() {
      return isDone;
    },
  };
}

/** True when the driver starts to brake: after the sensors have warned long enough, or somebody shouted. */
function watchDistances({ world }: Scenario): (view: View) => boolean {
  let alarmedAtS: number | null = null;
  let wasClose = false;
  return (view) => {
    if (nearestAhead(view) >= alarmCm || view.state.speedMps === 0) alarmedAtS = null;
    else alarmedAtS ??= view.timeS;
    const outline = outlineOf(view.car, view.state);
    const { lengthM, widthM } = outline;
    const grown = { ...outline, lengthM: lengthM + 2 * shoutM, widthM: widthM + 2 * shoutM };
    const isClose = touches(world, grown);
    const isShoutedAt = isClose && !wasClose;
    wasClose = isClose;
    return isShoutedAt || (alarmedAtS !== null && view.timeS - alarmedAtS >= reactionS);
  };
}
