import type { ChangeScope, OccurrenceFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { updateEvent } from './change-event.ts';
import { type Adjusting, show, type Shown, type Times } from './shown.ts';

interface Options {
  readonly timeZone: () => string;
}

interface Carried {
  readonly occurrence: OccurrenceFieldsFragment;
  readonly shown: Shown;
}

/**
 * An event on its way from one time to another: carried (seen where it would be), put down, saved.
 * It stays where it was put until the server has said yes; if it says no, it goes back.
 */
export class Mover {
  carried = $state.raw<Carried | null>(null);
  isByKey = $state(false);
  /** Put down, and one of a series: which of them? */
  asked = $state.raw<Carried | null>(null);
  #put = $state.raw<Readonly<Record<string, Times>>>({});
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  get carriedId(): string | null {
    return this.carried?.occurrence.id ?? null;
  }

  timesOf(occurrence: OccurrenceFieldsFragment): Times {
    const { carried } = this;
    if (carried?.occurrence.id === occurrence.id) return carried.shown;
    return this.#put[occurrence.id] ?? occurrence;
  }

  carry({ occurrence }: Shown, times: Times, how: Adjusting): void {
    const isBack = times.startsAt === occurrence.startsAt && times.endsAt === occurrence.endsAt;
    this.carried = isBack ? null : { occurrence, shown: show(occurrence, this.#options.timeZone(), times) };
    this.isByKey = how === 'key';
    if (how === 'drop') this.put();
  }

  put(): void {
    const { carried } = this;
    if (!carried) return;
    if (carried.occurrence.event.recurrenceRule) this.asked = carried;
    else void this.save('ALL');
  }

  giveUp(): void {
    this.carried = this.asked = null;
  }

  async save(scope: ChangeScope): Promise<void> {
    const { carried } = this;
    if (!carried) return;
    const { occurrence, shown } = carried;
    const before = { startsAt: occurrence.startsAt, endsAt: occurrence.endsAt };
    this.#put = { ...this.#put, [occurrence.id]: shown };
    this.giveUp();
    const { event, problem } = await move(occurrence, shown, scope);
    this.#forget(occurrence.id);
    if (problem) return toasts.show(problem);
    // Only a single event goes back by one press: of a series, the others would have moved meanwhile.
    const canUndo = !occurrence.event.recurrenceRule;
    const run = async () => {
      const current = { ...occurrence, event: { ...occurrence.event, ...event } };
      const undone = await move(current, before, 'ALL');
      if (undone.problem) toasts.show(undone.problem);
    };
    toasts.show(m.calendar_moved({ title: occurrence.title }), canUndo ? { label: m.undo(), run } : null);
  }

  #forget(id: string): void {
    const { [id]: _, ...others } = this.#put;
    this.#put = others;
  }
}

const times = ({ startsAt, endsAt }: Times): Times => ({ startsAt, endsAt });

/** A series moves by as much as the occurrence that is named. */
async function move({ event, originalStartsAt }: OccurrenceFieldsFragment, to: Times, scope: ChangeScope) {
  const outcome = await updateEvent({
    id: event.id,
    scope,
    occurrenceStartsAt: event.recurrenceRule ? originalStartsAt : null,
    expectedVersion: event.version,
    ...times(to),
  });
  return { event: outcome.event, problem: outcome.refusal?.text ?? null };
}
