import type { CalendarFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

/** What the graph calls a personal calendar that its member has not named, in whatever language they read. */
const unnamed = 'Personal';

/** A calendar's name as the reader sees it: the personal one has a word of their language until it is named. */
export function calendarName({
  name,
  isPersonal,
}: Pick<CalendarFieldsFragment, 'name' | 'isPersonal'>): string {
  return isPersonal && name === unnamed ? m.calendar_personal() : name;
}
