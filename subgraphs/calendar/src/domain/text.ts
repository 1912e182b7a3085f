import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

interface TextRule {
  /** Path in the input, e.g. `input.title`. */
  readonly field: string;
  /** Longest allowed, in Unicode code points, after trimming. */
  readonly maxLength: number;
}

const forbiddenInLine = /\p{Cc}/u;
// Cc holds tab and newline too; these are the only ones that people type on purpose.
const forbiddenInText = /(?![\n\r\t])\p{Cc}/u;

/**
 * One line without blanks at its ends.
 *
 * @throws {InvalidInputError} when it is empty or too long then, or holds what cannot be shown
 */
export function cleanLine(value: string, rule: TextRule): string {
  const line = value.trim();
  if (line === '') throw new InvalidInputError(rule.field, 'Write something.');
  return checked(line, rule, forbiddenInLine);
}

/**
 * Text of several lines, null when there is nothing in it.
 *
 * @throws {InvalidInputError} as above
 */
export function cleanOptionalText(value: string | null | undefined, rule: TextRule): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : checked(text, rule, forbiddenInText);
}

function checked(text: string, { field, maxLength }: TextRule, forbidden: RegExp): string {
  if ([...text].length > maxLength)
    throw new InvalidInputError(field, `At most ${maxLength} characters are allowed.`);
  if (forbidden.test(text) || !text.isWellFormed())
    throw new InvalidInputError(field, 'Control characters are not allowed.');
  return text;
}
