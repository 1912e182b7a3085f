import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

export const defaultTimeZone = 'UTC';

/** Names of the tz database; offsets such as `+09:00` know no daylight saving. */
const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/**
 * The time zone in the spelling of the tz database, e.g. `Asia/Seoul`.
 *
 * @throws {InvalidInputError} for an unknown name
 */
export function toTimeZone(value: string, field: string): string {
  const zone = zoneName.test(value) ? spelling(value) : null;
  if (!zone) throw new InvalidInputError(field, 'The time zone is an IANA name, e.g. Asia/Seoul.');
  return zone;
}

/** The engine answers an older name for some zones, e.g. Asia/Calcutta: then what was given is kept. */
function spelling(value: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    return timeZone.toLowerCase() === value.toLowerCase() ? timeZone : value;
  } catch {
    return null;
  }
}
