import { getLocale, overwriteGetLocale, setLocale } from '#lib/paraglide/runtime.js';

export type AppLocale = 'en' | 'ko';

let current = $state<AppLocale>(getLocale());
// Every text asks for the locale when it is rendered, so a change of the state renders them anew.
overwriteGetLocale(() => current);

export function locale(): AppLocale {
  return current;
}

/** Switches every text at once, without a reload, and remembers it for this browser. */
export function showLocale(next: AppLocale): void {
  current = next;
  document.documentElement.lang = next;
  void setLocale(next, { reload: false });
}

export function showLocaleOf(memberLocale: 'EN' | 'KO'): void {
  showLocale(memberLocale === 'KO' ? 'ko' : 'en');
}
