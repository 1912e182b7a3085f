import { type DangerLevel, rankOf } from './danger.ts';
import type { SensorMount } from './vehicle-profile.ts';

/** Largest distance of each level, centimetres, inclusive. */
export interface ZoneLimits {
  readonly CAUTION: number;
  readonly WARNING: number;
  readonly STOP: number;
}

/** As in the manuals of Hyundai and Kia; a corner in front speaks up only within 60 cm. */
const rear: ZoneLimits = { CAUTION: 120, WARNING: 60, STOP: 30 };
const front: ZoneLimits = { CAUTION: 100, WARNING: 60, STOP: 30 };
const frontCorner: ZoneLimits = { CAUTION: 60, WARNING: 60, STOP: 30 };
/** Nobody drives sideways: a near wall is worth a look, never a stop. */
const side: ZoneLimits = { CAUTION: 30, WARNING: 20, STOP: -1 };

/** A sensor in front that looks outwards. */
export const isFrontCorner = (mount: SensorMount): boolean =>
  mount.side === 'FRONT' && Math.abs(mount.bearingRad) > 0.2;

/** By the side on which a sensor sits; the corners of the front reach less far. */
export function zoneLimitsOf(mount: SensorMount): ZoneLimits {
  if (mount.side === 'REAR') return rear;
  if (mount.side === 'FRONT') return isFrontCorner(mount) ? frontCorner : front;
  return side;
}

/** @param distanceCm - null: no echo, no danger */
export function zoneOf(limits: ZoneLimits, distanceCm: number | null): DangerLevel {
  if (distanceCm === null) return 'NONE';
  if (distanceCm <= limits.STOP) return 'STOP';
  if (distanceCm <= limits.WARNING) return 'WARNING';
  return distanceCm <= limits.CAUTION ? 'CAUTION' : 'NONE';
}

/** A zone as it is shown: it is entered at once and left late, so that noise does not make it flicker. */
export interface HeldZone {
  readonly level: DangerLevel;
  /** Since when the distance has been that of a lower zone; null while it is not. */
  readonly easedSinceMs: number | null;
}

export const noZone: HeldZone = { level: 'NONE', easedSinceMs: null };

const marginCm = 5;
const holdMs = 300;

/** Up at once; down when 5 cm beyond the border, or beyond it for 300 ms. */
export function holdZone(
  held: HeldZone,
  limits: ZoneLimits,
  { distanceCm, atMs }: { readonly distanceCm: number | null; readonly atMs: number },
): HeldZone {
  const level = zoneOf(limits, distanceCm);
  if (rankOf(level) >= rankOf(held.level)) return { level, easedSinceMs: null };
  const easedSinceMs = held.easedSinceMs ?? atMs;
  const isClear = distanceCm === null || rankOf(zoneOf(limits, distanceCm - marginCm)) < rankOf(held.level);
  if (isClear || atMs - easedSinceMs >= holdMs) return { level, easedSinceMs: null };
  return { level: held.level, easedSinceMs };
}
