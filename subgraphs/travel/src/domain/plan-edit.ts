import type { City } from './city.ts';
import { addDays, daysBetween } from './day.ts';
import type { PlanFacts, PlanInput } from './plan.ts';

type Optional<Value> = Value | null | undefined;

/** Absent stays as it is. Null clears what can be absent from a plan, and is nothing for the rest. */
export interface PlanEdit {
  readonly title?: Optional<string>;
  readonly cityId?: Optional<string>;
  readonly travelOn?: Optional<string>;
  readonly untilOn?: Optional<string>;
  readonly groupSize?: Optional<number>;
  readonly budgetMinor?: Optional<number>;
  readonly currency?: Optional<string>;
  readonly details?: Optional<string>;
  readonly companionIds?: Optional<readonly string[]>;
  readonly chatRoomId?: Optional<string>;
}

export type StoredFacts = Omit<PlanFacts, 'cityId'> & { readonly city: Pick<City, 'id'> };

/** The whole plan after the edit, to be checked like a new one. */
export function mergePlan(stored: StoredFacts, edit: PlanEdit): PlanInput {
  const travelOn = edit.travelOn ?? stored.travelOn;
  return {
    title: edit.title ?? stored.title,
    cityId: edit.cityId ?? String(stored.city.id),
    travelOn,
    untilOn: edit.untilOn === undefined ? keepLength(stored, travelOn) : (edit.untilOn ?? travelOn),
    groupSize: edit.groupSize ?? stored.groupSize,
    ...mergeBudget(stored, edit),
    details: edit.details === undefined ? stored.details : edit.details,
    companionIds: edit.companionIds ?? stored.companionIds,
    chatRoomId: edit.chatRoomId === undefined ? stored.chatRoomId : edit.chatRoomId,
  };
}

/** A trip that is only moved lasts as long as before. */
function keepLength({ travelOn, untilOn }: StoredFacts, movedTo: string): string {
  return addDays(movedTo, daysBetween(travelOn, untilOn));
}

/** Without a budget there is no currency either. */
function mergeBudget(stored: StoredFacts, { budgetMinor, currency }: PlanEdit) {
  const isCleared = budgetMinor === null && currency == null;
  if (isCleared) return { budgetMinor: null, currency: null };
  return { budgetMinor: budgetMinor ?? stored.budgetMinor, currency: currency ?? stored.currency };
}
