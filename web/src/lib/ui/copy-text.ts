import { toasts } from './toasts.svelte.ts';

/** Into the clipboard, and says so; false where the browser does not let us. */
export async function copyText(text: string, told: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  toasts.show(told);
  return true;
}
