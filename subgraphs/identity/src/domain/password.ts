import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { commonPasswords } from './common-passwords.ts';

/** OWASP ASVS 5.0, 6.2.1 and 6.2.9: at least 8, at least 64 allowed; nothing is cut off. */
const minPasswordLength = 10;
const maxPasswordLength = 128;

/** The form that is hashed: equal however a keyboard composed it (NFKC, RFC 8265). */
export const normalizePassword = (value: string): string => value.normalize('NFKC');

/**
 * No rules of composition and no expiry (ASVS 6.2.5, 6.2.10); what a guesser tries first is refused.
 *
 * @throws {InvalidInputError} when it is too short, too long or too easy
 */
export function toNewPassword(value: string, { field, handle }: { field: string; handle: string }): string {
  const password = normalizePassword(value);
  const { length } = [...password];
  if (length < minPasswordLength || length > maxPasswordLength)
    throw new InvalidInputError(
      field,
      `The password has ${minPasswordLength} to ${maxPasswordLength} characters.`,
    );
  if (/[\p{Cc}\p{Cs}]/u.test(password))
    throw new InvalidInputError(field, 'The password has a character that cannot be typed.');
  if (isEasy(password.toLowerCase(), handle))
    throw new InvalidInputError(field, 'This password is among the first that a guesser tries.');
  return password;
}

function isEasy(password: string, handle: string): boolean {
  const isRepetition = /^(.{1,3}?)\1+$/su.test(password);
  return isRepetition || commonPasswords.has(password) || withoutDigits(password) === withoutDigits(handle);
}

/** "minji" must not protect itself with "minji12345". */
const withoutDigits = (text: string): string => text.replace(/\d/g, '');
