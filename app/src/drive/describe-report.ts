import type { DriveOutcome } from './run-drive.ts';

/** The end of a drive in a few lines for the terminal. */
export function describeReport({ report, ...outcome }: DriveOutcome): string {
  const end = outcome.hasTouched
    ? 'touched something'
    : outcome.isParked
      ? 'parked'
      : 'stands outside the slot';
  const nearest = report.minimums.toSorted((a, b) => a.distanceCm - b.distanceCm).slice(0, 4);
  return [
    '',
    `Score ${report.score} of 100: ${end} after ${report.durationS.toFixed(0)} s`,
    `  changes of direction  ${report.shuntCount} (par ${report.parShuntCount})`,
    `  alerts                ${report.alertCount}`,
    `  nearest               ${nearest.map(({ sensorId, distanceCm }) => `${sensorId} ${distanceCm.toFixed(0)} cm`).join(', ')}`,
    ...report.deductions.map(({ code, points }) => `  −${points}  ${code}`),
    ...(report.practice
      ? [`  practise: ${report.practice.textEn}`, `            ${report.practice.textKo}`]
      : []),
    `  ${outcome.sampleCount} samples acknowledged`,
  ].join('\n');
}
