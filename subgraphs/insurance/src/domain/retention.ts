/** For as long as this, CX can still answer a withdrawn member's questions. */
export const retentionMonths = 2;

/** The same day two calendar months on, or the last day of that month when it is shorter. */
export function eraseAfter(withdrawnAt: Date): Date {
  return monthsLater(withdrawnAt, retentionMonths);
}

/** Until when an entry of the access log is kept. */
export function keepUntil(at: Date, years: number): Date {
  return monthsLater(at, years * 12);
}

function monthsLater(at: Date, months: number): Date {
  const later = new Date(at);
  later.setUTCMonth(later.getUTCMonth() + months);
  if (later.getUTCDate() !== at.getUTCDate()) later.setUTCDate(0);
  return later;
}
