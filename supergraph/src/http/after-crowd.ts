/** How many make a crowd, and how few at a look mean that no more come. */
const [crowd, few] = [1_000, 50];
const lookEveryMs = 1_000;
/** Looks at which nobody more had come, behind the first, in which those who have catch up with what they missed. */
const catchingUpLooks = 10;
/** Milliseconds from one collection to the next, however many come: anybody may open sockets and leave. */
const restMs = 60_000;

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
  readonly #now: () => number;
  #collectedAtMs = -Infinity;
  /** Since there was a crowd. */
  #came = 0;
  #cameSinceLook = 0;
  #calmLooks = 0;
  #looking: NodeJS.Timeout | null = null;

  /**
   * @param tidying - each of it is done once for each crowd, and at most once a minute
   * @param now - milliseconds
   */
  constructor(tidying: Tidying, now: () => number = () => performance.now()) {
    this.#tidying = tidying;
    this.#now = now;
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
    if (this.#came < crowd) {
      if (this.#calmLooks > catchingUpLooks) this.#giveBack();
    } else if (isCalm && this.#now() - this.#collectedAtMs >= restMs) this.#collect();
  }

  #collect(): void {
    this.#came = 0;
    this.#calmLooks = 1; // who came catches up from here
    this.#collectedAtMs = this.#now();
    this.#tidying.collect();
  }

  #giveBack(): void {
    this.close();
    this.#tidying.giveBack();
  }
}
