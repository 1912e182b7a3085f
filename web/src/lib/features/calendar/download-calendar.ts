import { accessToken, isAccessTokenFresh, refreshAccessToken } from '#lib/features/session/access-token.ts';
import { apiUrl } from '#lib/graphql/api-url.ts';
import type { CalendarFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { calendarName } from './calendar-name.ts';

/** Saves a calendar as an .ics file. A plain link could not say who asks. Answers whether it worked. */
export async function downloadCalendar(calendar: CalendarFieldsFragment): Promise<boolean> {
  const response = await fetchAsViewer(calendar.exportPath);
  if (!response?.ok) return false;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${
    calendarName(calendar)
      .replace(/[/\\:*?"<>|]/g, ' ')
      .trim() || 'calendar'
  }.ics`;
  link.click();
  URL.revokeObjectURL(link.href);
  return true;
}

/** Null when nothing answers. */
export async function fetchAsViewer(path: string, init: RequestInit = {}): Promise<Response | null> {
  if (!isAccessTokenFresh()) await refreshAccessToken();
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${accessToken() ?? ''}`);
  return fetch(apiUrl(path), { ...init, headers }).catch(() => null);
}
