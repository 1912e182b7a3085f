import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 over `<calendarId>/<memberId>`, both in the form in which they are stored, in base64url. */
export function signFeed(feedKey: string, calendarId: string, memberId: string): string {
  return createHmac('sha256', feedKey).update(`${calendarId}/${memberId}`).digest('base64url');
}

/** Compares in constant time. */
export function isFeedSignedBy(feedKey: string, calendarId: string, memberId: string, signature: string) {
  const expected = Buffer.from(signFeed(feedKey, calendarId, memberId));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
