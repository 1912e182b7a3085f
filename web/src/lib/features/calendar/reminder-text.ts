import { m } from '#lib/paraglide/messages.js';

/** Minutes before the start that the form offers. */
export const reminderChoices: readonly number[] = [0, 5, 10, 30, 60, 1_440];

export function reminderText(minutes: number): string {
  if (minutes === 0) return m.calendar_reminder_at_start();
  if (minutes % 1_440 === 0) return m.calendar_reminder_days({ count: minutes / 1_440 });
  if (minutes % 60 === 0) return m.calendar_reminder_hours({ count: minutes / 60 });
  return m.calendar_reminder_minutes({ count: minutes });
}
