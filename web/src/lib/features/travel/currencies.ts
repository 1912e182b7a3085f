/** Where most trips go, first; every other currency after them by its name. */
const usual = ['KRW', 'USD', 'JPY', 'EUR', 'CNY', 'GBP', 'TWD', 'VND', 'THB', 'SGD'];

interface CurrencyOption {
  readonly value: string;
  readonly label: string;
}

/** Every currency that Intl knows, and `chosen` in any case. */
export function currencyOptions(locale: string, chosen: string): CurrencyOption[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency', fallback: 'code' });
  const option = (code: string) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` });
  const others = Intl.supportedValuesOf('currency').filter((code) => !usual.includes(code));
  const isKnown = usual.includes(chosen) || others.includes(chosen);
  return [...(isKnown ? [] : [chosen]), ...usual, ...others].map(option);
}

/** What a member most likely counts in. */
export function usualCurrency(timeZone: string, locale: string): string {
  return timeZone === 'Asia/Seoul' || locale === 'ko' ? 'KRW' : 'USD';
}
