/** Days are `2026-11-21`; their order is that of their text. */

const dayMs = 86_400_000;

/** The day that it is somewhere at an instant. `timeZone` is an IANA name. */
export function dayAt(instant: Date, timeZone: string): string {
  // The Swedish way to write a date is the one of ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
}

/** The day `count` days later, or earlier when negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

/** Days from the first to the second: 0 for the same, negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
