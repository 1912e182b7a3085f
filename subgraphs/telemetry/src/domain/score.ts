import type { Deduction } from './deduction.ts';
import type { DriveSummary, SensorMinimum } from './drive-summary.ts';
import { poseSeenFrom } from './pose.ts';
import type { Slot } from './guidance.ts';
import { practiceFor, type PracticeAdvice } from './practice.ts';
import type { AlertPattern } from './risk.ts';
import type { VehicleProfile } from './vehicle-profile.ts';

/** Stored with each score, so that an old session can be told from one under other rules. */
export const ruleSetVersion = 1;

export interface ParkingReport {
  /** 0 to 100. */
  readonly score: number;
  readonly ruleSetVersion: number;
  readonly durationS: number;
  readonly shuntCount: number;
  readonly parShuntCount: number;
  readonly minimums: readonly SensorMinimum[];
  readonly alertCount: number;
  readonly deductions: readonly Deduction[];
  readonly practice: PracticeAdvice | null;
}

/**
 * Scores a drive. Anchors: the Korean yard test (10 for each started 120 s beyond 120, contact fails);
 * the weights are our own.
 */
export function scoreDrive(summary: DriveSummary, profile: VehicleProfile): ParkingReport {
  const parShuntCount = parShuntsFor(summary.slot, profile);
  const deductions = summary.hasContact
    ? [{ code: 'CONTACT' as const, points: 100 }]
    : deductionsOf(summary, parShuntCount, profile).filter(({ points }) => points > 0);
  const lost = deductions.reduce((sum, { points }) => sum + points, 0);
  return {
    score: Math.max(0, Math.round(100 - lost)),
    ruleSetVersion,
    durationS: round(summary.durationS),
    shuntCount: summary.shuntCount,
    parShuntCount,
    minimums: summary.minimums,
    alertCount: Object.values(summary.alertCounts).reduce((sum, count) => sum + count, 0),
    deductions,
    practice: practiceFor(deductions),
  };
}

function deductionsOf(summary: DriveSummary, par: number, profile: VehicleProfile): Deduction[] {
  return [
    { code: 'TIME', points: 10 * Math.max(0, Math.ceil((summary.durationS - 120) / 120)) },
    { code: 'SHUNTS', points: Math.min(16, 4 * Math.max(0, summary.shuntCount - par)) },
    { code: 'CLEARANCE', points: clearancePoints(summary, profile) },
    { code: 'RISK', points: round(Math.min(10, summary.stopZoneS)) },
    { code: 'ALERTS', points: Math.min(20, 5 * riskPatternsOf(summary)) },
    ...placePoints(summary, profile),
  ];
}

/** A tight slot deserves one more change of direction, a slot along the road another. */
function parShuntsFor(slot: Slot | null, { widthM, lengthM }: VehicleProfile): number {
  if (!slot) return 1;
  if (slot.kind === 'PARALLEL') return slot.lengthM >= 1.5 * lengthM ? 2 : 3;
  return slot.widthM >= widthM + 1.2 ? 1 : 2;
}

/** 0.75 a centimetre below 30; at the sides of a slot along the road below 15. */
function clearancePoints({ minimums, slot }: DriveSummary, { sensors }: VehicleProfile): number {
  const missing = minimums.map(({ sensorId, distanceCm }) => {
    const side = sensors.find((mount) => mount.sensorId === sensorId)?.side;
    const isBeside = side === 'LEFT' || side === 'RIGHT';
    return (isBeside && slot?.kind === 'PARALLEL' ? 15 : 30) - distanceCm;
  });
  return round(Math.min(15, 0.75 * Math.max(0, ...missing)));
}

const riskPatterns: readonly AlertPattern[] = [
  'R1_TOO_FAST',
  'R2_TIME_TO_COLLISION',
  'R3_PEDAL_CONFUSION',
  'R4_CORNER_SWEEP',
];

const riskPatternsOf = ({ alertCounts }: DriveSummary): number =>
  riskPatterns.reduce((sum, pattern) => sum + (alertCounts[pattern] ?? 0), 0);

/** How well the car stands in the slot that the coach named; nothing to say without one. */
function placePoints({ slot, endPose }: DriveSummary, profile: VehicleProfile): Deduction[] {
  if (!slot || !endPose) return [];
  const middleM = profile.lengthM / 2 - profile.rearOverhangM;
  const middle = { xM: slot.centerXM, yM: slot.centerYM, headingRad: slot.headingRad };
  const seen = poseSeenFrom(middle, endPose);
  const alongM = seen.xM + middleM * Math.cos(seen.headingRad);
  const acrossM = seen.yM + middleM * Math.sin(seen.headingRad);
  // Nose in or nose out are both parked.
  const turnedRad = Math.min(Math.abs(seen.headingRad), Math.PI - Math.abs(seen.headingRad));
  const isOutside =
    Math.abs(alongM) > Math.max(0.5, (slot.lengthM - profile.lengthM) / 2) ||
    Math.abs(acrossM) > Math.max(0.3, (slot.widthM - profile.widthM) / 2);
  if (isOutside) return [{ code: 'OUTSIDE_SLOT', points: 10 }];
  return [
    { code: 'HEADING', points: round(Math.min(15, 3 * Math.max(0, (turnedRad * 180) / Math.PI - 2))) },
    { code: 'LATERAL', points: round(Math.min(15, 0.5 * Math.max(0, Math.abs(acrossM) * 100 - 10))) },
  ];
}

const round = (value: number): number => Math.round(value * 10) / 10;
