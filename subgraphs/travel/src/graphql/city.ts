import { searchCities } from '../actions/search-cities.ts';
import type { City as CityRow } from '../domain/city.ts';
import { builder } from './builder.ts';

const PlaceLocale = builder.enumType('PlaceLocale', {
  description: 'In which language a place is named.',
  values: {
    KO: { description: 'Korean, for the cities of our table; the own name for all others.' },
    EN: { description: 'The name that GeoNames gives it, mostly in Latin letters.' },
  },
});

export const City = builder.objectRef<CityRow>('City').implement({
  description: 'A place of GeoNames with at least 1,000 inhabitants.',
  fields: (t) => ({
    id: t.id({ description: 'GeoNames id.', resolve: ({ id }) => String(id) }),
    name: t.string({
      description: 'How the place is called.',
      args: {
        locale: t.arg({
          type: PlaceLocale,
          required: true,
          defaultValue: 'KO',
          description: 'In which language.',
        }),
      },
      resolve: ({ name, nameKo }, { locale }) => (locale === 'KO' ? (nameKo ?? name) : name),
    }),
    countryCode: t.exposeString('countryCode', { description: 'ISO 3166-1 alpha-2.' }),
    population: t.exposeInt('population', { description: 'Inhabitants, by GeoNames; 0 when unknown.' }),
    latitude: t.exposeFloat('latitude', { description: 'Degrees, north positive.' }),
    longitude: t.exposeFloat('longitude', { description: 'Degrees, east positive.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name, e.g. `Asia/Seoul`.' }),
  }),
});

builder.queryField('cities', (t) =>
  t.field({
    type: [City],
    description:
      'Places by Korean or own name, without regard to case and accents: those that begin so first, each the most populous first.',
    args: {
      search: t.arg.string({ required: true, description: 'Part of a name; 1 to 80 characters.' }),
      first: t.arg.int({ required: true, defaultValue: 10, description: 'How many at most: 1 to 50.' }),
      locale: t.arg({
        type: PlaceLocale,
        required: true,
        defaultValue: 'KO',
        description: 'Language of the reader; both languages are searched.',
      }),
    },
    resolve: (_, { search, first }, { viewer }) => (viewer ? searchCities(search, first) : []),
  }),
);
