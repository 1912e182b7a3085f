/** For as long as this, CX can still answer a withdrawn member's questions. */
export const retentionMonths = 2;

/**
 * Who withdrew at this instant or before is erased now: the same day two calendar months ago, or
 * the last day of that month when it is shorter.
 */
export function erasureLimit(now: Date): Date {
  const limit = new Date(now);
  limit.setUTCMonth(limit.getUTCMonth() - retentionMonths);
  if (limit.getUTCDate() !== now.getUTCDate()) limit.setUTCDate(0);
  return limit;
}

/** What stands in place of the personal data; the colon keeps it apart from every handle. */
export const erasedHandle = (memberId: string): string => `withdrawn:${memberId}`;
export const erasedName = '-';
