import { getTimes } from 'suncalc';
import type { City } from '../domain/city.ts';

const hourMs = 3_600_000;

/** Hours between sunrise and sunset; 0 or 24 where the sun does not rise or set. */
export function daylightHours({ latitude, longitude }: City, day: string): number {
  const { sunrise, sunset } = getTimes(new Date(`${day}T12:00:00Z`), latitude, longitude);
  if (sunrise && sunset) {
    const hours = (sunset.getTime() - sunrise.getTime()) / hourMs;
    return hours < 0 ? hours + 24 : hours;
  }
  const isSummer = new Date(day).getUTCMonth() >= 3 && new Date(day).getUTCMonth() <= 8;
  return isSummer === latitude > 0 ? 24 : 0;
}
