import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { InstantKey, TripKey } from '../db/plan-lists.ts';

const notACursor = () => new InvalidInputError('after', 'This is not a cursor of this list.');
const day = /^\d{4}-\d\d-\d\d$/;

export const instantKey = ({ at, id }: InstantKey): string => `${at.toISOString()} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toInstantKey(key: string | null): InstantKey | null {
  if (key === null) return null;
  const [instant = '', id = ''] = key.split(' ');
  const at = new Date(instant);
  if (Number.isNaN(at.getTime()) || !isUuid(id)) throw notACursor();
  return { at, id };
}

export const tripKey = ({ today, isPast, travelOn, id }: TripKey): string =>
  `${today} ${isPast ? 'past' : 'coming'} ${travelOn} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toTripKey(key: string | null): TripKey | null {
  if (key === null) return null;
  const [today = '', half = '', travelOn = '', id = ''] = key.split(' ');
  const isWhole = isDay(today) && isDay(travelOn) && (half === 'past' || half === 'coming') && isUuid(id);
  if (!isWhole) throw notACursor();
  return { today, isPast: half === 'past', travelOn, id };
}

const isDay = (text: string): boolean => day.test(text) && !Number.isNaN(Date.parse(text));
