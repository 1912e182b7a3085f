import type { Shown } from '#lib/features/calendar/shown.ts';
import { m } from '#lib/paraglide/messages.js';

/** What runs now or comes next; whole days do not count. The items are in order. */
export function nextOf<Item extends { readonly shown: Pick<Shown, 'endsAt' | 'isWholeDay'> }>(
  items: readonly Item[],
  now: string,
): Item | null {
  return items.find(({ shown }) => !shown.isWholeDay && Date.parse(shown.endsAt) > Date.parse(now)) ?? null;
}

/** "in 25 minutes", "now". */
export function untilText({ startsAt }: Pick<Shown, 'startsAt'>, now: string, locale: string): string {
  const minutes = Math.ceil((Date.parse(startsAt) - Date.parse(now)) / 60_000);
  if (minutes <= 0) return m.today_now();
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  return minutes < 90
    ? relative.format(minutes, 'minute')
    : relative.format(Math.round(minutes / 60), 'hour');
}
