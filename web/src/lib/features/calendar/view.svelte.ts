import { replaceState } from '$app/navigation';
import { page } from '$app/state';
import { addDays, addMonths, type DayKey, daysAfter, daysFrom, weekOf, weeksOfMonth } from './days.ts';
import { instantOf } from './zone.ts';

export const views = ['day', 'week', 'month', 'list'] as const;
export type View = (typeof views)[number];

/** So many days from the chosen one are in the list. */
const listDays = 28;

interface Options {
  readonly today: DayKey;
  readonly firstWeekday: number;
  readonly isNarrow: boolean;
}

/** What the calendar shows: kept in the address, so that a link or a reload shows the same. */
export class CalendarView {
  day = $state<DayKey>('');
  #view = $state<View>('week');
  isNarrow = $state(false);
  readonly #firstWeekday: number;

  constructor({ today, firstWeekday, isNarrow }: Options) {
    const { searchParams } = page.url;
    const day = searchParams.get('on') ?? '';
    this.day = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : today;
    this.#view = views.find((view) => view === searchParams.get('view')) ?? (isNarrow ? 'list' : 'week');
    this.isNarrow = isNarrow;
    this.#firstWeekday = firstWeekday;
  }

  /** A week does not fit on a phone. */
  get view(): View {
    return this.isNarrow && this.#view === 'week' ? 'day' : this.#view;
  }

  readonly days: readonly DayKey[] = $derived.by(() => {
    if (this.view === 'day') return [this.day];
    if (this.view === 'week') return weekOf(this.day, this.#firstWeekday);
    if (this.view === 'list') return daysAfter(this.day, listDays);
    return this.weeks.flat();
  });

  readonly weeks: readonly (readonly DayKey[])[] = $derived.by(() =>
    weeksOfMonth(this.day, this.#firstWeekday),
  );

  /** What to ask for: a day more at each end, since whole days follow other clocks than the viewer's. */
  range(timeZone: string): { readonly from: string; readonly until: string } {
    const [first = this.day] = this.days;
    const last = this.days.at(-1) ?? this.day;
    return {
      from: instantOf({ day: addDays(first, -1), minutes: 0 }, timeZone),
      until: instantOf({ day: addDays(last, 2), minutes: 0 }, timeZone),
    };
  }

  show(view: View, day: DayKey = this.day): void {
    this.#view = view;
    this.day = day;
    const url = new URL(page.url.href);
    url.searchParams.set('view', view);
    url.searchParams.set('on', day);
    replaceState(url, {});
  }

  /** One day, week, month or list further; -1 goes back. */
  turn(direction: 1 | -1): void {
    const day = this.day;
    const steps = { day: 1, week: 7, list: listDays } as const;
    const view = this.view;
    this.show(view, view === 'month' ? addMonths(day, direction) : addDays(day, steps[view] * direction));
  }

  /** Turns to what is outside of what is shown. */
  follow(day: DayKey): void {
    const [first = day] = this.days;
    if (daysFrom(first, day) < 0 || daysFrom(first, day) >= this.days.length) this.show(this.view, day);
  }
}
