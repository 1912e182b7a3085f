/** A short break is nobody's business; after this long the app says so. */
const toleratedMs = 2_500;

/** Whether live updates arrive. `isLost` is what the banner shows. */
class Connection {
  isOpen = $state(false);
  isLost = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onRestored = new Set<() => void>();

  opened(): void {
    clearTimeout(this.#timer);
    this.isOpen = true;
    this.isLost = false;
    for (const listener of this.#onRestored) listener();
  }

  closed(): void {
    this.isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.isLost = true), navigator.onLine ? toleratedMs : 0);
  }

  /** Called each time the connection stands, also the first time. Returns how to stop. */
  onOpened(listener: () => void): () => void {
    this.#onRestored.add(listener);
    return () => this.#onRestored.delete(listener);
  }
}

export const connection = new Connection();
