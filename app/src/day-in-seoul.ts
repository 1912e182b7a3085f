/** The calendar day there, e.g. 2026-11-29: where the people of the demo and of the day live. */
export const dayInSeoul = (instant: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short' }).format(instant);
