/**
 * Listens for single keys of a page, such as `c` for a new event. Whoever types, has a dialog open or
 * holds a modifier means something else.
 */
export function pressKeys(keys: Readonly<Record<string, () => void>>): (event: KeyboardEvent) => void {
  return (event) => {
    const isElsewhere =
      event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog') !== null;
    if (isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return;
    const press = keys[event.key];
    if (!press) return;
    press();
    event.preventDefault();
  };
}
