import type { AssessedSensor } from './find-risks.ts';
import type { Guidance, GuidanceStep } from './guidance.ts';
import { guidanceText } from './guidance-text.ts';
import { type CarInLane, Manoeuvre, type NextMove } from './manoeuvre.ts';
import { planManoeuvre } from './plan-manoeuvre.ts';
import { normalizeAngle, type Point, type Pose } from './pose.ts';
import { type Gear, type SampleFrame, signedMps } from './sample-frame.ts';
import { type FoundSlot, SlotSearch } from './slot-search.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** The slot's far neighbour is known well enough, and the car is where a manoeuvre can begin. */
const passedM = 1;
/** A slot that far behind is not gone back to. */
const forgottenM = 9;
/** Looking for slots is not needed in every frame. */
const searchEvery = 5;
const standingMps = 0.03;
/** Parked well enough: more would be going back and forth for nothing. */
const parkedAlongM = 0.15;
const parkedAcrossM = 0.12;
const parkedTurnedRad = 0.045;
/** After that many ways into one slot the last end counts as parked where it stands between its neighbours. */
const maxPlans = 10;
/** No nearer to a wall behind than this. */
const wallBehindCm = 30;
const wallWayM = 0.7;
const pathStepM = 0.5;

interface Situation {
  readonly frame: SampleFrame;
  readonly pose: Pose;
  readonly sensors: readonly AssessedSensor[];
}

/** Leads the driver into a slot: finds one in passing, plans a way, and follows the car on it. */
export class Guide {
  readonly #profile: VehicleProfile;
  #search: SlotSearch;
  #found: FoundSlot | null = null;
  #target: FoundSlot | null = null;
  #manoeuvre: Manoeuvre | null = null;
  #plans = 0;
  #frames = 0;
  #isParked = false;

  constructor(profile: VehicleProfile) {
    this.#profile = profile;
    this.#search = new SlotSearch(profile);
  }

  follow(situation: Situation): Guidance {
    this.#frames += 1;
    return this.#target ? this.#lead(situation, this.#target) : this.#look(situation);
  }

  #look(situation: Situation): Guidance {
    const { frame, pose, sensors } = situation;
    const speedMps = signedMps(frame);
    if (speedMps > standingMps) this.#search.listen(pose, sensors);
    if (this.#frames % searchEvery === 0) this.#found = this.#search.find(pose);
    const found = this.#found;
    if (!found || found.passedM > forgottenM) return this.#say('SEARCH', {});
    if (found.passedM < passedM) return this.#say('SEARCH', { slot: found.slot });
    if (Math.abs(speedMps) > standingMps) return this.#say('STOP', { slot: found.slot });
    return this.#lead(situation, found);
  }

  #lead(situation: Situation, target: FoundSlot): Guidance {
    const car = this.#carInLane(situation, target);
    if (this.#isParked) return this.#stayParked(situation, car, target);
    const move = this.#manoeuvre?.next(car) ?? 'LOST';
    if (typeof move === 'object' && !this.#isAtWall(situation, move))
      return this.#tell(move, target, situation.pose);
    if (Math.abs(car.speedMps) > standingMps) return this.#say('STOP', { slot: target.slot });
    if (move !== 'LOST' && this.#isInPlace(car.pose, target)) {
      this.#isParked = true;
      return this.#say('PARKED', { slot: target.slot, gear: 'P' });
    }
    return this.#planAnew(situation, car, target);
  }

  #planAnew(situation: Situation, car: CarInLane, target: FoundSlot): Guidance {
    const segments = this.#plans < maxPlans ? planManoeuvre(car.pose, target.space, this.#profile) : null;
    this.#plans += 1;
    if (!segments || segments.length === 0) return this.#giveUp(car, target);
    this.#target = target;
    this.#manoeuvre = new Manoeuvre(car.pose, segments, this.#profile);
    const move = this.#manoeuvre.next(car);
    return typeof move === 'object'
      ? this.#tell(move, target, situation.pose)
      : this.#say('STOP', { slot: target.slot });
  }

  /** No way, or none better: parked if it is nearly so, else the search goes on. */
  #giveUp(car: CarInLane, target: FoundSlot): Guidance {
    if (this.#isInPlace(car.pose, target, 2.5)) {
      this.#isParked = true;
      this.#target = target;
      return this.#say('PARKED', { slot: target.slot, gear: 'P' });
    }
    this.#startAgain();
    return this.#say('NO_SLOT', { slot: { ...target.slot, fits: false } });
  }

  /** Who drives away from a slot looks for another. */
  #stayParked({ frame }: Situation, car: CarInLane, target: FoundSlot): Guidance {
    if (signedMps(frame) > standingMps && !this.#isInPlace(car.pose, target, 8)) {
      this.#startAgain();
      return this.#say('SEARCH', {});
    }
    return this.#say('PARKED', { slot: target.slot, gear: 'P' });
  }

  #startAgain(): void {
    this.#search = new SlotSearch(this.#profile);
    [this.#found, this.#target, this.#manoeuvre, this.#plans, this.#isParked] = [null, null, null, 0, false];
  }

  #carInLane({ frame, pose }: Situation, { frame: lane }: FoundSlot): CarInLane {
    return {
      pose: lane.inLane(pose),
      speedMps: signedMps(frame),
      steeringRad: lane.steering(frame.steeringRad),
      gear: frame.gear,
    };
  }

  #isInPlace(pose: Pose, { space: { goal } }: FoundSlot, tolerance = 1): boolean {
    const [dx, dy] = [pose.xM - goal.xM, pose.yM - goal.yM];
    const [cos, sin] = [Math.cos(goal.headingRad), Math.sin(goal.headingRad)];
    return (
      Math.abs(dx * cos + dy * sin) < parkedAlongM * tolerance &&
      Math.abs(dy * cos - dx * sin) < parkedAcrossM * tolerance &&
      Math.abs(normalizeAngle(pose.headingRad - goal.headingRad)) < parkedTurnedRad * tolerance
    );
  }

  /** The last stretch ends before a wall, wherever the slot was thought to end. */
  #isAtWall({ sensors }: Situation, move: NextMove): boolean {
    if (!this.#manoeuvre?.isLastReverse || move.gear !== 'R' || (move.distanceM ?? 1) > wallWayM)
      return false;
    return sensors.some(
      ({ mount, tracked }) =>
        mount.side === 'REAR' &&
        Math.abs(mount.yM) < this.#profile.widthM / 4 &&
        (tracked.distanceCm ?? Infinity) <= wallBehindCm,
    );
  }

  #tell(move: NextMove, { slot, frame }: FoundSlot, pose: Pose): Guidance {
    const path = this.#manoeuvre?.path(frame.inLane(pose), pathStepM) ?? [];
    return this.#say(move.step, {
      slot,
      gear: move.gear,
      distanceM: move.distanceM === null ? null : toCentimetres(move.distanceM),
      steeringRad: Math.round(frame.steering(move.steeringRad) * 1_000) / 1_000,
      path: path.map((point) => rounded(frame.pointInSession(point))),
    });
  }

  #say(step: GuidanceStep, said: Partial<Omit<Guidance, 'step' | 'textKo' | 'textEn'>>): Guidance {
    const { slot = null, distanceM = null, steeringRad = null, gear = null, path = [] } = said;
    const { maxSteeringRad } = this.#profile;
    const text = guidanceText({ step, distanceM, steeringRad, slot, maxSteeringRad });
    return { step, slot, distanceM, steeringRad, gear: gear satisfies Gear | null, path, ...text };
  }
}

const toCentimetres = (metres: number): number => Math.round(metres * 100) / 100;
const rounded = ({ xM, yM }: Point): Point => ({ xM: toCentimetres(xM), yM: toCentimetres(yM) });
