import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

// Cc holds tab and newline too; these two are the only ones that people type on purpose.
const forbiddenInText = /(?![\n\t])\p{Cc}/u;
const forbiddenInLine = /\p{Cc}/u;

interface TextRule {
  readonly field: string;
  /** Longest allowed, in Unicode code points, after trimming. */
  readonly maxLength: number;
  readonly forbidden: RegExp;
}

function cleanText(value: string, { field, maxLength, forbidden }: TextRule): string {
  const text = value.trim();
  if (text === '') throw new InvalidInputError(field, 'Write something.');
  if ([...text].length > maxLength)
    throw new InvalidInputError(field, `At most ${maxLength} characters are allowed.`);
  if (forbidden.test(text) || !text.isWellFormed())
    throw new InvalidInputError(field, 'Control characters are not allowed.');
  return text;
}

/** One line of 1 to 80 characters. */
export const cleanTitle = (value: string): string =>
  cleanText(value, { field: 'input.title', maxLength: 80, forbidden: forbiddenInLine });

/** 1 to 4000 characters, with newlines and tabs. */
export const cleanDetails = (value: string): string =>
  cleanText(value, { field: 'input.details', maxLength: 4000, forbidden: forbiddenInText });
