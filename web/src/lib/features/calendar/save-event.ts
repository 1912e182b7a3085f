import type { ChangeScope } from '#lib/graphql/generated/graphql.ts';
import { createEvent, type Outcome, setReminders, updateEvent } from './change-event.ts';
import type { EventForm } from './event-form.svelte.ts';
import { createInput, updateInput } from './event-input.ts';

/** Sends what a form holds; null while it names no times. */
export async function saveEvent(form: EventForm, scope: ChangeScope): Promise<Outcome | null> {
  if (!form.edited) {
    const input = createInput(form);
    return input && createEvent(input);
  }
  const input = updateInput(form, scope);
  const outcome = input && (await updateEvent(input));
  const areRemindersChanged = String(form.edited.event.viewerReminderMinutes) !== String(form.reminders);
  if (outcome?.event && areRemindersChanged) await setReminders(form.id, [...form.reminders]);
  return outcome;
}
