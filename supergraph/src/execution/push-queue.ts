/** Hands what is pushed to one reader, in order; holds at most `limit` values that nobody has read. */
export class PushQueue<Value> {
  readonly #waiting: Value[] = [];
  readonly #limit: number;
  #reader: PromiseWithResolvers<IteratorResult<Value, void>> | undefined;
  #ending: { readonly error?: unknown } | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when the queue is full: the value is not taken. */
  push(value: Value): boolean {
    if (this.#ending) return true;
    if (this.#reader) this.#resolveReader({ done: false, value });
    else if (this.#waiting.length >= this.#limit) return false;
    else this.#waiting.push(value);
    return true;
  }

  /** The reader gets what waits, then the end. */
  end(): void {
    this.#finish({});
  }

  /** One last value, which always fits, then the end. */
  endWith(value: Value): void {
    if (this.#reader) this.#resolveReader({ done: false, value });
    else this.#waiting.push(value);
    this.#finish({});
  }

  /** The reader gets what waits, then the error. */
  fail(error: unknown): void {
    this.#finish({ error });
  }

  async next(): Promise<IteratorResult<Value, void>> {
    const value = this.#waiting.shift();
    if (value !== undefined) return { done: false, value };
    if (this.#ending) return this.#end(this.#ending);
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  #finish(ending: { readonly error?: unknown }): void {
    if (this.#ending) return;
    this.#ending = ending;
    const reader = this.#reader;
    this.#reader = undefined;
    if (!reader) return;
    if ('error' in ending) reader.reject(ending.error);
    else reader.resolve({ done: true, value: undefined });
  }

  #end(ending: { readonly error?: unknown }): IteratorResult<Value, void> {
    this.#ending = {};
    if ('error' in ending) throw ending.error;
    return { done: true, value: undefined };
  }

  #resolveReader(result: IteratorResult<Value, void>): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.resolve(result);
  }
}
