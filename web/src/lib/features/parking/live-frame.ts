import type {
  AlertFieldsFragment,
  DangerLevel,
  FrameFieldsFragment,
  ParkingSessionPageQuery,
} from '#lib/graphql/generated/graphql.ts';

export type LiveFrame = FrameFieldsFragment;
export type LiveReading = LiveFrame['readings'][number];
export type LiveGuidance = NonNullable<LiveFrame['guidance']>;
export type LiveAlert = AlertFieldsFragment;
export type LiveSession = NonNullable<ParkingSessionPageQuery['parkingSession']>;
export type CarProfile = LiveSession['vehicle']['profile'];
export type SensorMount = CarProfile['sensors'][number];

const ranks: Record<DangerLevel, number> = { NONE: 0, CAUTION: 1, WARNING: 2, STOP: 3 };

/** 0 for nothing to say, 3 for stop now. */
export function rankOf(danger: DangerLevel): number {
  return ranks[danger];
}

/** A level as a shape, so that nobody needs to tell colours apart. */
export const shapeOf: Record<DangerLevel, string> = { NONE: '·', CAUTION: '●', WARNING: '▲', STOP: '■' };
export const staleShape = '?';
