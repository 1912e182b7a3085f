import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** Languages that the product speaks. */
export const locales = ['KO', 'EN'] as const;
export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = 'EN';

/** @throws {InvalidInputError} for any other language */
export function toLocale(value: string, field: string): Locale {
  const locale = locales.find((known) => known === value);
  if (!locale) throw new InvalidInputError(field, `The language is one of ${locales.join(', ')}.`);
  return locale;
}
