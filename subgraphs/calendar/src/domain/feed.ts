/** Paths on the public port; `http/` answers them. */
export const exportPath = (calendarId: string): string => `/calendar/calendars/${calendarId}/export.ics`;

export const feedPath = (calendarId: string, memberId: string, signature: string): string =>
  `/calendar/feeds/${calendarId}/${memberId}/${signature}.ics`;
