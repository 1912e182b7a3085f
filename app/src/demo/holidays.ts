import Holidays from 'date-holidays';

export interface Holiday {
  /** In Korean and English, e.g. `성탄절 · Christmas Day`. */
  readonly name: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const dayMs = 86_400_000;

/** Public holidays of Korea from a month before the instant to three months after it. */
export function findHolidays(present: Date): Holiday[] {
  const korean = new Holidays('KR', { languages: ['ko'] });
  const english = new Holidays('KR', { languages: ['en'] });
  const year = present.getUTCFullYear();
  const from = present.getTime() - 31 * dayMs;
  const until = present.getTime() + 92 * dayMs;
  return [year - 1, year, year + 1].flatMap((asked) => {
    const inEnglish = new Map(english.getHolidays(asked).map(({ date, name }) => [date, name]));
    return korean
      .getHolidays(asked)
      .filter(({ type, start }) => type === 'public' && start.getTime() > from && start.getTime() < until)
      .map(({ name, date, start, end }) => ({
        name: `${name} · ${inEnglish.get(date) ?? name}`,
        startsAt: start,
        endsAt: end,
      }));
  });
}
