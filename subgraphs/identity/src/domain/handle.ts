import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** 3 to 30; starts and ends with a letter or digit, no two separators in a row. */
const handlePattern = /^(?=.{3,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** Would look like the product speaking, or like an address of ours. */
const reserved = new Set([
  'moim',
  'root',
  'system',
  'support',
  'null',
  'undefined',
  'everyone',
  'here',
  'all',
]);

/** The form that is stored and compared; also what a log-in looks for. */
export const normalizeHandle = (value: string): string => value.trim().toLowerCase();

/** Whether any account could be called so. */
export const isHandle = (handle: string): boolean => handlePattern.test(handle);

/**
 * @returns the handle in lower case
 * @throws {InvalidInputError} when no account may be called so
 */
export function toHandle(value: string, field: string): string {
  const handle = normalizeHandle(value);
  if (!isHandle(handle))
    throw new InvalidInputError(
      field,
      'A handle has 3 to 30 letters a-z and digits, with single dots, hyphens or underscores between them.',
    );
  if (reserved.has(handle)) throw new InvalidInputError(field, 'This handle is reserved.');
  return handle;
}
