import type { EventFieldsFragment, MemberFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { uuidV7 } from '#lib/ids/uuid-v7.ts';
import { addDays, type DayKey } from './days.ts';
import type { EventFields } from './event-fields.ts';
import { readRule, type Rule, writeRule } from './rule.ts';
import type { Times } from './shown.ts';
import type { Slot } from './slot-cursor.svelte.ts';
import { clockOf, instantOf, minutesOf, wallOf } from './zone.ts';

/** Which occurrence of a series is edited. */
export interface EditedOccurrence extends Times {
  readonly originalStartsAt: string;
}

interface Edited {
  readonly event: EventFieldsFragment;
  readonly occurrence: EditedOccurrence;
}

export interface NewEvent {
  readonly slot: Slot;
  readonly timeZone: string;
  readonly calendarId: string;
  readonly meetingRoomId?: string | null;
  readonly isAllDay?: boolean;
}

/** What the dialog holds, as the fields show it: days and clocks of the event's own zone. */
export class EventForm {
  readonly edited: Edited | null;
  /** Made once: pressing again after a lost answer makes no second event. */
  readonly id: string;
  title = $state('');
  description = $state('');
  location = $state('');
  calendarId = $state('');
  isAllDay = $state(false);
  startDay = $state<DayKey>('');
  startClock = $state('');
  endDay = $state<DayKey>('');
  endClock = $state('');
  timeZone = $state('');
  rule = $state.raw<Rule | null>(null);
  attendees = $state.raw<readonly MemberFieldsFragment[]>([]);
  meetingRoomId = $state<string | null>(null);
  chatRoomId = $state<string | null>(null);
  reminders = $state.raw<readonly number[]>([10]);
  skipClashing = $state(false);
  /** A rule that the form cannot say is kept as it is. */
  readonly keptRule: string | null;
  /** As they were when the form of an event opened. */
  readonly before: EventFields | null;

  constructor(from: Edited | NewEvent) {
    this.edited = 'event' in from ? from : null;
    this.id = this.edited?.event.id ?? uuidV7();
    if ('event' in from) this.#fill(from);
    else this.#begin(from);
    const written = this.edited?.event.recurrenceRule ?? null;
    this.rule = written ? readRule(written) : null;
    this.keptRule = written && !this.rule ? written : null;
    this.before = this.edited ? this.fields : null;
  }

  /** Null while the fields name no time or the end is not after the start. */
  readonly times: Times | null = $derived.by(() => {
    const start = this.isAllDay ? 0 : minutesOf(this.startClock);
    const end = this.isAllDay ? 0 : minutesOf(this.endClock);
    if (!this.startDay || !this.endDay || start === null || end === null) return null;
    const lastDay = this.isAllDay ? addDays(this.endDay, 1) : this.endDay;
    const startsAt = instantOf({ day: this.startDay, minutes: start }, this.timeZone);
    const endsAt = instantOf({ day: lastDay, minutes: end }, this.timeZone);
    return startsAt < endsAt ? { startsAt, endsAt } : null;
  });

  readonly recurrenceRule: string | null = $derived.by(() => {
    if (!this.rule) return this.keptRule;
    const { untilOn } = this.rule;
    const lastMinute = untilOn ? instantOf({ day: untilOn, minutes: 1_439 }, this.timeZone) : null;
    return writeRule(this.rule, lastMinute);
  });

  /** The end keeps its distance when the start moves. */
  moveStart(day: DayKey, clock: string): void {
    const before = this.times;
    this.startDay = day;
    this.startClock = clock;
    const minutes = minutesOf(clock);
    if (!before || !day || minutes === null) return;
    if (this.isAllDay) {
      const days = Math.round((Date.parse(before.endsAt) - Date.parse(before.startsAt)) / 86_400_000);
      this.endDay = addDays(day, days - 1);
      return;
    }
    const startMs = Date.parse(instantOf({ day, minutes }, this.timeZone));
    const lengthMs = Date.parse(before.endsAt) - Date.parse(before.startsAt);
    this.#showEnd(instantText(startMs + lengthMs));
  }

  get isRuleChanged(): boolean {
    return this.edited !== null && this.recurrenceRule !== this.edited.event.recurrenceRule;
  }

  get fields(): EventFields {
    return {
      title: this.title.trim(),
      description: this.description.trim() || null,
      location: this.location.trim() || null,
      timeZone: this.timeZone,
      isAllDay: this.isAllDay,
      recurrenceRule: this.recurrenceRule,
      attendeeIds: this.attendees.map(({ id }) => id),
      meetingRoomId: this.meetingRoomId,
      chatRoomId: this.chatRoomId,
      calendarId: this.calendarId,
    };
  }

  #begin({ slot, timeZone, calendarId, meetingRoomId, isAllDay }: NewEvent): void {
    this.timeZone = timeZone;
    this.calendarId = calendarId;
    this.meetingRoomId = meetingRoomId ?? null;
    this.isAllDay = isAllDay ?? false;
    this.startDay = slot.day;
    this.startClock = clockOf(slot.from);
    this.endDay = slot.until >= 1_440 ? addDays(slot.day, 1) : slot.day;
    this.endClock = clockOf(slot.until % 1_440);
  }

  #fill({ event, occurrence }: Edited): void {
    this.title = event.title;
    this.description = event.description ?? '';
    this.location = event.location ?? '';
    this.calendarId = event.calendar?.id ?? '';
    this.isAllDay = event.isAllDay;
    this.timeZone = event.timeZone;
    this.attendees = event.attendees.flatMap(({ member }) =>
      member && member.id !== event.organizer?.id ? [member] : [],
    );
    this.meetingRoomId = event.meetingRoom?.id ?? null;
    this.chatRoomId = event.chatRoom?.id ?? null;
    this.reminders = event.viewerReminderMinutes;
    const start = wallOf(occurrence.startsAt, event.timeZone);
    this.startDay = start.day;
    this.startClock = clockOf(start.minutes);
    this.#showEnd(occurrence.endsAt);
  }

  #showEnd(endsAt: string): void {
    const end = wallOf(endsAt, this.timeZone);
    this.endDay = this.isAllDay ? addDays(end.day, -1) : end.day;
    this.endClock = clockOf(end.minutes);
  }
}

function instantText(ms: number): string {
  return new Date(ms).toISOString();
}
