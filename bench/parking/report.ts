import type { Stage } from './stages.ts';

export interface Measured {
  readonly machine: string;
  readonly browser: string;
  readonly seconds: number;
  readonly sent: number;
  readonly painted: number;
  readonly stages: readonly Stage[];
  readonly microsecondsAFrame: number;
}

export function report(measured: Measured): string {
  return [
    '# Parking',
    '',
    `\`npm run bench -- parking\`: server, database, sensor bridge and ${measured.browser} share the machine and its clock; a car drives past a row and back for ${measured.seconds} s, 50 samples a second. ${measured.machine}.`,
    '',
    `${measured.sent} samples sent, ${measured.painted} painted; one that a newer one overtakes before the screen is drawn is not painted.`,
    '',
    '| stage | from → to | p50 ms | p95 ms | p99 ms | most ms |',
    '|---|---|---:|---:|---:|---:|',
    ...measured.stages.map(line),
    '',
    `Goal: sensor → painted p99 below 100 ms. At 5 km/h 100 ms are 14 cm.`,
    '',
    `The simulator itself, 12 sensors of 9 rays among eight parked cars: ${measured.microsecondsAFrame.toFixed(0)} µs a frame.`,
    '',
  ].join('\n');
}

function line({ name, from, latenciesMs }: Stage): string {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN).toFixed(1).replace(/^-0\.0$/, '0.0');
  return `| ${name} | ${from} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${at(1)} |`;
}
