/** Lets one waiter through for any number of openings since it last passed. */
export class Gate {
  #isOpen = false;
  #wake: (() => void) | null = null;

  open(): void {
    this.#isOpen = true;
    this.#wake?.();
  }

  /**
   * Resolves when opened, after `ms`, or when `signal` aborts, whichever is first; then it is shut.
   *
   * @returns whether it was opened
   */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#isOpen && !signal.aborted) await this.#sleep(ms, signal);
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    return wasOpen;
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal.addEventListener('abort', wake, { once: true });
      this.#wake = wake;
    });
  }
}
