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

export const tripKey = ({ asOf, isPast, travelOn, id }: TripKey): string =>
  `${asOf.toISOString()} ${isPast ? 'past' : 'coming'} ${travelOn} ${id}`;

/** @throws {InvalidInputError} for a cursor of another list */
export function toTripKey(key: string | null): TripKey | null {
  if (key === null) return null;
  const [instant = '', half = '', travelOn = '', id = ''] = key.split(' ');
  const asOf = new Date(instant);
  const isWhole =
    !Number.isNaN(asOf.getTime()) && isDay(travelOn) && (half === 'past' || half === 'coming') && isUuid(id);
  if (!isWhole) throw notACursor();
  return { asOf, isPast: half === 'past', travelOn, id };
}

const isDay = (text: string): boolean => day.test(text) && !Number.isNaN(Date.parse(text));
