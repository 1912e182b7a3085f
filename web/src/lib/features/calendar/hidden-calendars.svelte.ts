const storageKey = 'moim.hidden-calendars';

/** Which calendars this browser does not show. */
class HiddenCalendars {
  #ids = $state.raw<readonly string[]>(stored());

  get ids(): readonly string[] {
    return this.#ids;
  }

  set ids(next: readonly string[]) {
    this.#ids = next;
    localStorage.setItem(storageKey, next.join(' '));
  }
}

function stored(): readonly string[] {
  return (localStorage.getItem(storageKey) ?? '').split(' ').filter((id) => id !== '');
}

export const hiddenCalendars = new HiddenCalendars();
