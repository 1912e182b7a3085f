export type DeductionCode =
  'TIME' | 'SHUNTS' | 'CLEARANCE' | 'RISK' | 'ALERTS' | 'CONTACT' | 'OUTSIDE_SLOT' | 'HEADING' | 'LATERAL';

export interface Deduction {
  readonly code: DeductionCode;
  readonly points: number;
}
