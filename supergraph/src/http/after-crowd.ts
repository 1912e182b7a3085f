/** How many make a crowd, and how few at a look mean that it has come. */
const [crowd, few] = [1_000, 50];
const lookEveryMs = 1_000;

/**
 * Notices when a crowd of new sockets has come. Letting one in leaves garbage of several times what it needs from then
 * on, most of it old by the time it is garbage: by itself the collector leaves that lying, in a process whose load is
 * even, until the heap has doubled.
 */
export class AfterCrowd {
  readonly #giveBack: () => void;
  #came = 0;
  #cameSinceLook = 0;
  #looking: NodeJS.Timeout | null = null;

  /** @param giveBack - called once for each crowd, when no more come */
  constructor(giveBack: () => void) {
    this.#giveBack = giveBack;
  }

  /** One more has come. */
  note(): void {
    this.#came += 1;
    this.#cameSinceLook += 1;
    if (this.#came >= crowd) this.#looking ??= setInterval(() => this.#look(), lookEveryMs).unref();
  }

  close(): void {
    if (this.#looking) clearInterval(this.#looking);
    this.#looking = null;
  }

  #look(): void {
    const isCalm = this.#cameSinceLook < few;
    this.#cameSinceLook = 0;
    if (!isCalm) return;
    this.close();
    this.#came = 0;
    this.#giveBack();
  }
}
