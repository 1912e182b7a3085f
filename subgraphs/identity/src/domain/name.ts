import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export const maxMemberNameLength = 50;
export const maxGroupNameLength = 80;

// Invisible: controls, unassigned, lone surrogates, and formats but the joiner inside emoji and
// scripts that need it. The fillers are letters to Unicode and blank to the eye.
const invisible = /[\p{Cc}\p{Cn}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|(?!\u200D|\u200C)\p{Cf}/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A name as it is shown: composed (NFC), trimmed, single spaces, 1 to `maxLength` characters.
 *
 * @throws {InvalidInputError} when it is empty, over-long or hides something
 */
export function toName(value: string, field: string, maxLength: number): string {
  const name = value
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  if (invisible.test(name)) throw new InvalidInputError(field, 'A name has only visible characters.');
  if (!visible.test(name)) throw new InvalidInputError(field, 'The name is empty.');
  if ([...name].length > maxLength)
    throw new InvalidInputError(field, `The name is longer than ${maxLength} characters.`);
  return name;
}

/** What names are compared and sorted by: compatibility forms and case do not matter. */
export const toSortName = (name: string): string => name.normalize('NFKC').toLowerCase();
