type Work = () => Promise<void>;

/** Does one thing at a time for each of whom it is done; of what comes meanwhile only the last. */
export class LastOnly<Owner extends object> {
  readonly #waiting = new WeakMap<Owner, { next: Work | null }>();

  /** Resolves at once when something is under way. */
  async run(owner: Owner, work: Work): Promise<void> {
    const running = this.#waiting.get(owner);
    if (running) {
      running.next = work;
      return;
    }
    const own: { next: Work | null } = { next: work };
    this.#waiting.set(owner, own);
    try {
      while (own.next) {
        const { next } = own;
        own.next = null;
        await next();
      }
    } finally {
      this.#waiting.delete(owner);
    }
  }
}
