/** One sleeper that several causes may wake; a call before the sleep is not lost. */
export class Wake {
  #isCalled = false;
  #isStopped = false;
  #endSleep: (() => void) | undefined;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  readonly call = (): void => {
    this.#isCalled = true;
    this.#endSleep?.();
  };

  /** Never sleeps again. */
  stop(): void {
    this.#isStopped = true;
    this.call();
  }

  /** From here on only new calls count. */
  reset(): void {
    this.#isCalled = this.#isStopped;
  }

  /** Resolves at a call since the last reset, at the latest after `ms`. */
  async sleep(ms: number): Promise<void> {
    if (this.#isCalled) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endSleep = undefined;
  }
}
