/**
 * Money as a member reads it. Amounts travel as whole minor units of their currency: won have none
 * smaller than one, dollars have cents, dinars have thousandths (ISO 4217, as Intl knows it).
 */

/** How many decimals the currency has, 0 to 4; 2 for a code that is no currency. */
export function fractionDigits(currency: string): number {
  return formatter('en', currency)?.resolvedOptions().maximumFractionDigits ?? 2;
}

/** ₩350,000 · $1,250.50; the plain number and the code when the code is no currency. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const amount = minor / 10 ** fractionDigits(currency);
  return formatter(locale, currency)?.format(amount) ?? `${amount.toLocaleString(locale)} ${currency}`;
}

/**
 * What was typed as whole minor units; null when it is no such amount.
 * Digit groups (`1,250`) and a decimal point are read; more decimals than the currency has are refused.
 */
export function minorFrom(text: string, currency: string): number | null {
  const digits = fractionDigits(currency);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim().replace(/(?<=\d),(?=\d{3}(?!\d))/g, ''));
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return null;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The amount as a form shows it for editing: 1250.50, without symbol and groups. */
export function plainAmount(minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

const formatters = new Map<string, Intl.NumberFormat | null>();

function formatter(locale: string, currency: string): Intl.NumberFormat | null {
  const key = `${locale} ${currency}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = makeFormatter(locale, currency);
  formatters.set(key, made);
  return made;
}

function makeFormatter(locale: string, currency: string): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    });
  } catch {
    return null; // a malformed code: RangeError
  }
}
