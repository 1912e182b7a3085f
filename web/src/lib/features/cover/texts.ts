import type { AccessTask, CoverageEnd, CoverageStatus } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export const statusText: Record<CoverageStatus, () => string> = {
  PENDING: m.cover_status_PENDING,
  ON_RISK: m.cover_status_ON_RISK,
  CANCEL_REQUESTED: m.cover_status_CANCEL_REQUESTED,
  ENDED: m.cover_status_ENDED,
};

export const endText: Record<CoverageEnd, () => string> = {
  MEMBER: m.cover_ended_MEMBER,
  PARKING: m.cover_ended_PARKING,
  CX: m.cover_ended_CX,
  INSURER: m.cover_ended_INSURER,
  WITHDRAWAL: m.cover_ended_WITHDRAWAL,
};

export const taskText: Record<AccessTask, () => string> = {
  SEARCH: m.access_task_SEARCH,
  VIEW: m.access_task_VIEW,
  REVEAL: m.access_task_REVEAL,
  INPUT: m.access_task_INPUT,
  CHANGE: m.access_task_CHANGE,
  END_COVER: m.access_task_END_COVER,
  CALLBACK: m.access_task_CALLBACK,
  ERASE: m.access_task_ERASE,
};

const fieldTexts: Record<string, () => string> = {
  legalName: m.access_field_legalName,
  phone: m.access_field_phone,
  licenceNumber: m.access_field_licenceNumber,
  holderName: m.access_field_holderName,
  holderPhone: m.access_field_holderPhone,
  holderLicence: m.access_field_holderLicence,
  periods: m.access_field_periods,
  endsAt: m.access_field_endsAt,
};

/** A field that a newer server names is told by that name. */
export function fieldText(field: string): string {
  return fieldTexts[field]?.() ?? field;
}
