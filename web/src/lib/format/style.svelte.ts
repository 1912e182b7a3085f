import { currentViewer } from '#lib/features/session/session.svelte.ts';
import { locale } from '#lib/i18n/locale.svelte.ts';
import type { DateStyle } from './dates.ts';

/** The viewer's way to read dates: the language on the screen, the time zone of the profile. */
export function dateStyle(): DateStyle {
  return { locale: locale(), timeZone: currentViewer().member.timeZone };
}
