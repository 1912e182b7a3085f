/** How many make a crowd, and how few at a look mean that no more come. */
const [crowd, few] = [1_000, 50];
const lookEveryMs = 1_000;
/** Looks at which nobody more had come, behind the first, in which those who have catch up with what they missed. */
const catchingUpLooks = 10;

/** What is done for a crowd. */
export interface Tidying {
  /** When no more come. */
  readonly collect: () => void;
  /** When they have caught up. */
  readonly giveBack: () => void;
}

/**
 * Notices when a crowd of new sockets has come, and when it has caught up. Letting one in, and telling him what he missed,
 * leaves garbage of several times what he needs from then on, most of it old by the time it is garbage: by itself the
 * collector leaves that lying, in a process whose load is even, until the heap has doubled, and keeps what was free.
 */
export class AfterCrowd {
  readonly #tidying: Tidying;
  /** Since there was a crowd. */
  #came = 0;
  #cameSinceLook = 0;
  #calmLooks = 0;
  #looking: NodeJS.Timeout | null = null;

  /** @param tidying - each of it is done once for each crowd */
  constructor(tidying: Tidying) {
    this.#tidying = tidying;
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
    this.#calmLooks = 0;
  }

  #look(): void {
    const isCalm = this.#cameSinceLook < few;
    this.#cameSinceLook = 0;
    this.#calmLooks = isCalm ? this.#calmLooks + 1 : 0;
    if (this.#calmLooks === 1 && this.#came >= crowd) this.#collect();
    if (this.#calmLooks > catchingUpLooks) this.#giveBack();
  }

  #collect(): void {
    this.#came = 0;
    this.#tidying.collect();
  }

  #giveBack(): void {
    this.close();
    this.#tidying.giveBack();
  }
}
