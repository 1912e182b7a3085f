/** Reads out at most one sentence in `pauseMs`: the newest, so that a screen reader never lags behind the car. */
export class Announcements {
  readonly #say: (text: string) => void;
  readonly #pauseMs: number;
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string) => void, pauseMs = 2_500) {
    this.#say = say;
    this.#pauseMs = pauseMs;
  }

  announce(text: string): void {
    this.#waiting = text;
    if (this.#timer === undefined) this.#next();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#waiting === null) return;
    this.#say(this.#waiting);
    this.#waiting = null;
    this.#timer = setTimeout(() => this.#next(), this.#pauseMs);
  }
}
