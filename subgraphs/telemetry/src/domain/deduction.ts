export const deductionCodes = [
  'TIME',
  'SHUNTS',
  'CLEARANCE',
  'RISK',
  'ALERTS',
  'CONTACT',
  'OUTSIDE_SLOT',
  'HEADING',
  'LATERAL',
] as const;
export type DeductionCode = (typeof deductionCodes)[number];

export interface Deduction {
  readonly code: DeductionCode;
  readonly points: number;
}
