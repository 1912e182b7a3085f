/** A short break is nobody's business; after this long the app says so. */
const toleratedMs = 2_500;

/** Whether live updates arrive. `isLost` is what the banner shows. */
class Connection {
  isOpen = $state(false);
  isLost = $state(false);
  #hasStood = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onOpened = new Set<() => void>();
  #onReopened = new Set<() => void>();

  opened(): void {
    clearTimeout(this.#timer);
    this.isOpen = true;
    this.isLost = false;
    for (const listener of this.#onOpened) listener();
    if (this.#hasStood) for (const listener of this.#onReopened) listener();
    this.#hasStood = true;
  }

  closed(): void {
    this.isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.isLost = true), navigator.onLine ? toleratedMs : 0);
  }

  /** Called each time the connection stands, also the first time. Returns how to stop. */
  onOpened(listener: () => void): () => void {
    this.#onOpened.add(listener);
    return () => this.#onOpened.delete(listener);
  }

  /** Called each time the connection stands again after it was cut. Returns how to stop. */
  onReopened(listener: () => void): () => void {
    this.#onReopened.add(listener);
    return () => this.#onReopened.delete(listener);
  }
}

export const connection = new Connection();
