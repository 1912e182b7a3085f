import type { GuardWatch, Said } from './guard-watch.ts';

/** Guards that are asked at a time. */
const maxAtOnce = 50;
/** Milliseconds in which a guard answers; behind that it is in nobody's place. */
const guardMs = 500;

/** Those whose guards are to be asked, in the order of their coming; each is in it once, and waits for a place only. */
export class GuardLine {
  readonly #waiting = new Set<GuardWatch>();
  readonly #asked = new Map<GuardWatch, Promise<Said>>();

  /** Guards that can be asked at once. */
  get places(): number {
    return maxAtOnce - this.#asked.size;
  }

  isAsking(watch: GuardWatch): boolean {
    return this.#asked.has(watch);
  }

  /** Who is being asked already is not asked a second time meanwhile. */
  add(watch: GuardWatch): void {
    if (this.#asked.has(watch)) return;
    this.#waiting.add(watch);
    this.#askNext();
  }

  /** In a place, see {@link places}, or that of who is being asked already. Never rejects; a refusal that comes later ends as well. */
  ask(watch: GuardWatch): Promise<Said> {
    const said = this.#asked.get(watch) ?? this.#ask(watch);
    this.#waiting.delete(watch);
    this.#asked.set(watch, said);
    return said;
  }

  /** Somebody who has gone, or of whom the audience speaks again. */
  remove(watch: GuardWatch): void {
    this.#waiting.delete(watch);
  }

  clear(): void {
    this.#waiting.clear();
  }

  async #ask(watch: GuardWatch): Promise<Said> {
    const said = await inTime(watch.recheck(guardMs));
    this.#asked.delete(watch);
    this.#askNext();
    return said;
  }

  #askNext(): void {
    for (const watch of this.#waiting) {
      if (this.places <= 0) return;
      void this.ask(watch);
    }
  }
}

async function inTime(said: Promise<Said>): Promise<Said> {
  const { promise: late, resolve } = Promise.withResolvers<Said>();
  const timer = setTimeout(() => resolve('nothing'), guardMs);
  const first = await Promise.race([said, late]);
  clearTimeout(timer);
  return first;
}
