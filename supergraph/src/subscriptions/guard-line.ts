import type { GuardWatch } from './guard-watch.ts';

/** Guards that are asked at a time. */
const maxAtOnce = 50;

/** Those whose guards are to be asked, in the order of their coming; each is in it once, and waits for a place only. */
export class GuardLine {
  readonly #waiting = new Set<GuardWatch>();
  readonly #asked = new Set<GuardWatch>();

  /** Who is being asked already is not asked a second time meanwhile. */
  add(watch: GuardWatch): void {
    if (this.#asked.has(watch)) return;
    this.#waiting.add(watch);
    this.#askNext();
  }

  /** Somebody who has gone, or of whom the audience speaks again. */
  remove(watch: GuardWatch): void {
    this.#waiting.delete(watch);
  }

  clear(): void {
    this.#waiting.clear();
  }

  #askNext(): void {
    for (const watch of this.#waiting) {
      if (this.#asked.size >= maxAtOnce) return;
      this.#waiting.delete(watch);
      this.#asked.add(watch);
      void this.#ask(watch);
    }
  }

  async #ask(watch: GuardWatch): Promise<void> {
    await watch.recheck();
    this.#asked.delete(watch);
    this.#askNext();
  }
}
