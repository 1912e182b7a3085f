/** What an `<input type="datetime-local" step="1">` shows for an instant in a zone: `2026-11-21T14:05:09`. */
export function toWallTime(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

/** The instant that such an input means, also without seconds; null while it is empty. A time that a clock change skips is moved. */
export function fromWallTime(wall: string, timeZone: string): Date | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  let instant = asUtc;
  // The offset at the guess may differ from that at the answer: twice is enough.
  for (let pass = 0; pass < 2; pass += 1)
    instant = asUtc - (Date.parse(`${toWallTime(new Date(instant), timeZone)}Z`) - instant);
  return new Date(instant);
}
