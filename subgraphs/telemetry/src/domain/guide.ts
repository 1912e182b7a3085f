import type { AssessedSensor } from './find-risks.ts';
import type { Guidance } from './guidance.ts';
import type { Pose } from './pose.ts';
import type { SampleFrame } from './sample-frame.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

interface Situation {
  readonly frame: SampleFrame;
  readonly pose: Pose;
  readonly sensors: readonly AssessedSensor[];
}

/** Leads the driver into a slot. */
export class Guide {
  readonly profile: VehicleProfile;

  constructor(profile: VehicleProfile) {
    this.profile = profile;
  }

  follow(_: Situation): Guidance {
    return {
      step: 'SEARCH',
      slot: null,
      distanceM: null,
      steeringRad: null,
      gear: null,
      path: [],
      textKo: '주차 칸을 지나며 천천히 전진하세요.',
      textEn: 'Drive slowly past the parking spaces.',
    };
  }
}
