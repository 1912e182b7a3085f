import { MediaQuery } from 'svelte/reactivity';

export type Theme = 'system' | 'light' | 'dark';

/** app.html reads the same key before the first paint, so that no page flashes. */
const storageKey = 'moim.theme';

const prefersDark = new MediaQuery('(prefers-color-scheme: dark)');
let chosen = $state<Theme>(stored());

export function theme(): Theme {
  return chosen;
}

export function showTheme(next: Theme): void {
  chosen = next;
  if (next === 'system') localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, next);
  document.documentElement.dataset['theme'] = next;
}

/** What is on the screen now, with the system's choice resolved. */
export function isDark(): boolean {
  if (chosen !== 'system') return chosen === 'dark';
  return prefersDark.current;
}

function stored(): Theme {
  const value = typeof localStorage === 'undefined' ? null : localStorage.getItem(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}
