type Close = () => Promise<unknown>;

/** What has been opened so far, to be closed in reverse order, once. */
export class Closers {
  readonly #closers: Close[] = [];
  #closing: Promise<void> | null = null;

  add(close: Close): void {
    this.#closers.push(close);
  }

  /** One that fails does not keep the others open; the first error is thrown in the end. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closers.reverse()) await close().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
