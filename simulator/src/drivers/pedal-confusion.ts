import type { Controls } from '../car/bicycle.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Driver, View } from './driver.ts';
import { createGoodDriver } from './good.ts';

/** Where the foot goes to the wrong pedal, and for how long until the driver understands. */
const confusedBelowCm = 110;
const confusionS = 0.7;
const shareOfThrottle = 0.9;

/** Drives well until the wall comes near, then presses the throttle for the brake, then brakes with all force. */
export function createConfusedDriver(scenario: Scenario): Driver {
  const good = createGoodDriver(scenario);
  let confusedAtS: number | null = null;

  function decide(view: View): Controls {
    const controls = good.decide(view);
    const isBackingUp = view.state.gear === 'R' && view.state.speedMps < -0.1;
    if (isBackingUp && nearestBehind(view) < confusedBelowCm) confusedAtS ??= view.timeS;
    if (confusedAtS === null) return controls;
    const sinceS = view.timeS - confusedAtS;
    if (sinceS < confusionS) return { ...controls, throttle: shareOfThrottle, brake: 0 };
    return sinceS < confusionS + 1.5 ? { ...controls, throttle: 0, brake: 1 } : controls;
  }

  return {
    decide,
    get isDone() {
      return good.isDone;
    },
  };
}

/** Straight behind: what the driver means to stop before. */
function nearestBehind({ distances }: View): number {
  return Math.min(distances['rear-mid-left'] ?? Infinity, distances['rear-mid-right'] ?? Infinity);
}
