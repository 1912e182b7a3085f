interface Option {
  readonly value: string;
  readonly label: string;
}

/** Every zone that the browser knows, by its distance from UTC now; the member's own is always there. */
export function timeZones(own: string, locale: string, now: Date = new Date()): readonly Option[] {
  const names = new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...names]
    .map((value) => ({ value, offset: offsetOf(value, locale, now) }))
    .toSorted((a, b) => minutesOf(a.offset) - minutesOf(b.offset) || (a.value < b.value ? -1 : 1))
    .map(({ value, offset }) => ({ value, label: `(${offset}) ${value.replaceAll('_', ' ')}` }));
}

/** E.g. `GMT+09:00`. */
function offsetOf(timeZone: string, locale: string, now: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
}

function minutesOf(offset: string): number {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
