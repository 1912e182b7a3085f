import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

// Cc holds tab and newline too; these two are the only ones that people type on purpose.
const forbiddenInText = /(?![\n\t])\p{Cc}/u;
const forbiddenInLine = /\p{Cc}/u;

interface TextRule {
  /** Path in the input, e.g. `input.text`. */
  readonly field: string;
  /** Longest allowed, in Unicode code points, after trimming. */
  readonly maxLength: number;
  readonly forbidden: RegExp;
}

/**
 * Text as it is stored: without blanks at its end.
 *
 * @throws {InvalidInputError} when it is empty or too long then, or holds what cannot be shown
 */
export function cleanText(value: string, { field, maxLength, forbidden }: TextRule): string {
  const text = value.trimEnd();
  if (text === '') throw new InvalidInputError(field, 'Write something.');
  if (codePointCount(text) > maxLength)
    throw new InvalidInputError(field, `At most ${maxLength} characters are allowed.`);
  if (forbidden.test(text) || !text.isWellFormed())
    throw new InvalidInputError(field, 'Control characters are not allowed.');
  return text;
}

function codePointCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A message: 1 to 4000 characters, with newlines and tabs. */
export const cleanMessageText = (value: string): string =>
  cleanText(value, { field: 'input.text', maxLength: 4000, forbidden: forbiddenInText });

/** The name of a room: one line of 1 to 80 characters. */
export const cleanTitle = (value: string): string =>
  cleanText(value.trimStart(), { field: 'input.title', maxLength: 80, forbidden: forbiddenInLine });
