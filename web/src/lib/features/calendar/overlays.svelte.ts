import type { EventFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { EventForm, type NewEvent } from './event-form.svelte.ts';
import type { Shown } from './shown.ts';

/** What is open over the calendar: one event, the form of one, or a dialog about the calendars. */
export class Overlays {
  shown = $state.raw<Shown | null>(null);
  form = $state.raw<EventForm | null>(null);
  dialog = $state<'calendars' | 'import' | null>(null);

  create(event: NewEvent): void {
    this.form = new EventForm(event);
  }

  /** Goes on from the event that is shown to its form. */
  edit(event: EventFieldsFragment): void {
    if (!this.shown) return;
    this.form = new EventForm({ event, occurrence: this.shown.occurrence });
    this.shown = null;
  }

  saved(event: EventFieldsFragment): void {
    const isNew = this.form?.edited === null;
    this.form = null;
    toasts.show(isNew ? m.calendar_created({ title: event.title }) : m.saved());
  }
}
