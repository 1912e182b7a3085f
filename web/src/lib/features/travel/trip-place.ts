import type { TripCityFragment } from '#lib/graphql/generated/graphql.ts';

type NamedCity = Pick<TripCityFragment, 'nameKo' | 'nameEn' | 'countryCode'>;

export function cityName({ nameKo, nameEn }: NamedCity, locale: string): string {
  return locale === 'ko' ? nameKo : nameEn;
}

/** 대한민국 · South Korea; the code where no name is known. */
export function countryName({ countryCode }: NamedCity, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(countryCode) ?? countryCode;
}
