type Close = () => Promise<unknown>;

/** What has been opened so far, to be closed in reverse order, once. */
export class Closers {
  readonly #closers: Close[] = [];
  readonly #abandoners: (() => void)[] = [];
  #closing: Promise<void> | null = null;

  /** @param abandon - does at least the worst part at once, for a process that ends this instant */
  add(close: Close, abandon?: () => void): void {
    this.#closers.push(close);
    if (abandon) this.#abandoners.push(abandon);
  }

  /** One that fails does not keep the others open; the first error is thrown in the end. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  abandon(): void {
    for (const abandon of this.#abandoners) abandon();
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closers.toReversed())
      await close().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
