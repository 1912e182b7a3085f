import { describe, expect, it } from 'vitest';
import { formatMoney, fractionDigits, minorFrom, plainAmount } from './money.ts';

describe('money in minor units', () => {
  it.each([
    [350_000, 'KRW', 'ko', '₩350,000'],
    [350_000, 'KRW', 'en', '₩350,000'],
    [125_050, 'USD', 'en', '$1,250.50'],
    [125_000, 'USD', 'en', '$1,250'],
    [80_000, 'JPY', 'ko', '¥80,000'],
    [12_345, 'KWD', 'en', 'KWD 12.345'],
  ])('%d of %s reads in %s as %s', (minor, currency, locale, text) => {
    expect(formatMoney(minor, currency, locale).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('still says an amount whose code is no currency', () => {
    expect(formatMoney(1_200, 'not one', 'en')).toBe('12 not one');
  });

  it.each([
    ['KRW', 0],
    ['USD', 2],
    ['KWD', 3],
  ])('%s has %d decimals', (currency, digits) => {
    expect(fractionDigits(currency)).toBe(digits);
  });
});

describe('a typed amount', () => {
  it.each([
    ['350000', 'KRW', 350_000],
    ['350,000', 'KRW', 350_000],
    ['1,250.5', 'USD', 125_050],
    [' 12.345 ', 'KWD', 12_345],
    ['0', 'KRW', 0],
    ['', 'KRW', null],
    ['-1', 'KRW', null],
    ['1.5', 'KRW', null],
    ['12.345', 'USD', null],
    ['1,25', 'USD', null],
    ['lots', 'USD', null],
    ['99999999999999999', 'KRW', null],
  ])('%j in %s is %s minor units', (text, currency, minor) => {
    expect(minorFrom(text, currency)).toBe(minor);
  });

  it.each([
    [125_050, 'USD', '1250.50'],
    [350_000, 'KRW', '350000'],
  ])('is shown for editing as it is read: %d %s', (minor, currency, text) => {
    expect(plainAmount(minor, currency)).toBe(text);
    expect(minorFrom(text, currency)).toBe(minor);
  });
});
