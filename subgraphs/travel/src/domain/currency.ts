import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** ISO 4217 as the runtime's CLDR data knows it. */
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** @throws {InvalidInputError} naming `field` for anything else than a known code, e.g. `KRW` */
export function assertCurrency(code: string, field: string): void {
  if (!currencies.has(code))
    throw new InvalidInputError(field, 'This is not a currency code of ISO 4217, e.g. KRW.');
}
