/** The instant at which a day, e.g. `2026-11-21`, begins in a zone. */
export function startOfDay(day: string, timeZone: string): Date {
  const guess = new Date(`${day}T00:00:00Z`);
  // Twice: the offset is that of the guess first, then that of the day's own beginning.
  const first = new Date(guess.getTime() - offsetMs(guess, timeZone));
  return new Date(guess.getTime() - offsetMs(first, timeZone));
}

function offsetMs(instant: Date, timeZone: string): number {
  const style = { timeZone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' } as const;
  const wall = new Intl.DateTimeFormat('sv-SE', style).format(instant); // 2026-11-21 09:00:00
  return Date.parse(`${wall.replace(' ', 'T')}Z`) - Math.floor(instant.getTime() / 1_000) * 1_000;
}
