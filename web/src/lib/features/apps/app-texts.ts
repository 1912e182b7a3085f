import type { AppScope } from '@moim/schema/app-scopes.ts';
import type { DateStyle } from '#lib/format/dates.ts';
import type { AppFieldsFragment, AppState } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

interface ScopeText {
  readonly name: () => string;
  readonly text: () => string;
}

const scopeTexts: Readonly<Record<AppScope, ScopeText>> = {
  'directory:read': { name: m.apps_scope_directory_read, text: m.apps_scope_directory_read_text },
  'rooms:read': { name: m.apps_scope_rooms_read, text: m.apps_scope_rooms_read_text },
};

const isOurs = (scope: string): scope is AppScope => Object.hasOwn(scopeTexts, scope);

/** In the reader's language; that of an extension is only known by its word. */
export const scopeName = (scope: string): string => (isOurs(scope) ? scopeTexts[scope].name() : scope);

/** What an administrator agrees to; in English for a scope that is newer than this page. */
export const scopeText = (scope: string, inEnglish: string): string =>
  isOurs(scope) ? scopeTexts[scope].text() : inEnglish;

const stateTexts: Readonly<Record<AppState, () => string>> = {
  ACTIVE: m.apps_active,
  EXPIRED: m.apps_expired,
  REVOKED: m.apps_revoked,
};

export const stateText = (state: AppState): string => stateTexts[state]();

/** until November 29, 2027 · revoked on … */
export function endText({ state, expiresAt, revokedAt }: AppFieldsFragment, style: DateStyle): string {
  if (revokedAt !== null) return m.apps_revoked_on({ day: dayText(revokedAt, style) });
  const day = dayText(expiresAt, style);
  return state === 'EXPIRED' ? m.apps_ended({ day }) : m.apps_ends({ day });
}

/** With the year: what is read here is often not of this one. */
export function dayText(instant: string, { locale, timeZone }: DateStyle): string {
  return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(new Date(instant));
}
