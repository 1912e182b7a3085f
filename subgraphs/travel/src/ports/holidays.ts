/** Public holidays of a country in a year and the next, as days; empty for a country that is not known. */
export async function findHolidays(countryCode: string, year: number): Promise<Set<string>> {
  // Twelve megabytes of rules: loaded by whoever first asks.
  const { default: Holidays } = await import('date-holidays');
  const holidays = new Holidays(countryCode, { types: ['public'] });
  const known = [year, year + 1].flatMap((each) => holidays.getHolidays(each));
  return new Set(known.map(({ date }) => date.slice(0, 10)));
}
