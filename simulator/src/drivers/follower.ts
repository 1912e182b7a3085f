import type { Controls } from '../car/bicycle.ts';
import type { Pose } from '../geometry/pose.ts';
import type { Advice, Driver, View } from './driver.ts';
import { nearestAhead } from './nearest.ts';
import { drive, speedToStopIn, standStill } from './pedals.ts';

/** From hearing to acting. */
const reactionS = 0.2;
const searchingMps = 1.1;
const forwardsMps = 0.8;
const backwardsMps = 0.6;
const creepingMps = 0.12;
const marginS = 3;
const touchingM = 0.22;
const arrivedM = 0.01;
const turnedRad = 0.01;

const standing = new Set(['STOP', 'STOP_AND_SHIFT', 'PARKED', 'NO_SLOT']);
const searching = new Set(['SEARCH']);

interface Heard {
  readonly advice: Advice;
  readonly atS: number;
  readonly at: Pose;
}

/** Does what the coach says, no more: a moment late, the wheel first, then the way, at walking pace. */
export function createFollower(): Driver {
  const heard: Heard[] = [];
  let isDone = false;

  /** What was said one reaction time ago, and where. */
  function listen({ advice, timeS, state }: View): Heard | null {
    if (advice) heard.push({ advice, atS: timeS, at: state });
    while (heard[1] && heard[1].atS <= timeS - reactionS) heard.shift();
    const [oldest] = heard;
    return oldest && oldest.atS <= timeS - reactionS ? oldest : null;
  }

  function decide(view: View): Controls {
    const acting = listen(view);
    if (!acting) return standStill(view.state);
    const { advice } = acting;
    if (advice.step === 'PARKED') {
      isDone = view.state.gear === 'P';
      return { ...standStill(view.state, 0), gear: 'P' };
    }
    return obey(view, acting);
  }

  return {
    decide,
    get isDone() {
      return isDone;
    },
  };
}

function obey(view: View, { advice, at }: Heard): Controls {
  const { car, state } = view;
  const wantedRad = advice.steeringRad ?? 0;
  const gear = advice.gear ?? 'D';
  const wishes = { gear, steeringRad: wantedRad };
  const isTurning = Math.abs(state.steeringRad - wantedRad) > turnedRad;
  const mustStand = standing.has(advice.step) || gear === 'P' || gear === 'N';
  if (mustStand || gear !== state.gear || (state.speedMps === 0 && isTurning))
    return { ...standStill(state, wantedRad), gear };
  if (advice.distanceM === null) return drive(car, state, { ...wishes, speedMps: cruise(view, advice) });
  // Since it was said the car has rolled on.
  const leftM = advice.distanceM - Math.hypot(state.xM - at.xM, state.yM - at.yM);
  if (leftM < arrivedM) return { ...standStill(state, wantedRad), gear };
  return drive(car, state, { ...wishes, speedMps: speedToStopIn(leftM, cruise(view, advice)) });
}

/** Slower the nearer things are, and not on when they are at the bumper, whatever the coach says. */
function cruise(view: View, { step, gear }: Advice): number {
  const nearestM = nearestAhead(view) / 100;
  if (nearestM <= touchingM) return 0;
  const usualMps = searching.has(step) ? searchingMps : gear === 'R' ? backwardsMps : forwardsMps;
  return Math.min(usualMps, Math.max(creepingMps, nearestM / marginS));
}
