const seoul = 'Asia/Seoul';

const hourIn = (timeZone: string): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()));

/** Where everybody lives: Seoul, or when the evening there is too late for an event of today, London. */
export const zoneOfTheDay = hourIn(seoul) < 20 ? seoul : 'Europe/London';

/** The hour that the visit is first planned for, two hours ahead, so that it is still to come. */
export const firstHour = hourIn(zoneOfTheDay) + 2;

/** What an `<input type="time">` holds: `15:00`. */
export const clockOf = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** 오후 3:00 */
export const koreanTime = (hour: number): string => `${hour < 12 ? '오전' : '오후'} ${hour % 12 || 12}:00`;

/** 3:00 PM, with whatever space the browser puts between. */
export const englishTime = (hour: number): RegExp =>
  new RegExp(String.raw`\b${hour % 12 || 12}:00\s${hour < 12 ? 'AM' : 'PM'}`);

/** What an `<input type="datetime-local" step="1">` holds of an instant. */
export function wallTime(instant: Date): string {
  const style = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zoneOfTheDay, dateStyle: 'short', timeStyle: 'medium' },
  });
  return style.format(instant).replace(' ', 'T');
}
