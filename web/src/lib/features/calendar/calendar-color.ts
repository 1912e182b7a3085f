import type { CalendarColor } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export const calendarColors: readonly CalendarColor[] = [
  'BLUE',
  'GREEN',
  'RED',
  'ORANGE',
  'PURPLE',
  'TEAL',
  'PINK',
  'GRAY',
];

/** For the style attribute; GRAY where the calendar is out of sight. */
export function colorOf(calendar: { readonly color: CalendarColor } | null): string {
  return `var(--calendar-${(calendar?.color ?? 'GRAY').toLowerCase()})`;
}

export function colorName(color: CalendarColor): string {
  return colorNames[color]();
}

const colorNames: Record<CalendarColor, () => string> = {
  BLUE: m.calendar_color_blue,
  GREEN: m.calendar_color_green,
  RED: m.calendar_color_red,
  ORANGE: m.calendar_color_orange,
  PURPLE: m.calendar_color_purple,
  TEAL: m.calendar_color_teal,
  PINK: m.calendar_color_pink,
  GRAY: m.calendar_color_gray,
};
