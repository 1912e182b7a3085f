/** What a stream reads from, and how it is told to stop. */
export interface StreamSource<Value> {
  next(): Promise<IteratorResult<Value, void>>;
  /** Called once, on `return()` or `throw()`; not when the source ended by itself. */
  close(): Promise<void> | void;
}

type Result<Value> = IteratorResult<Value, void>;

/**
 * An AsyncGenerator whose `return()` works while a `next()` is waiting. A native async generator
 * queues `return()` behind the waiting `next()`, so a quiet stream would keep its upstream until
 * the next event; and servers dispose only of what has `next`, `return` and `throw`.
 * One `next()` at a time, as `for await` does.
 */
export const closableStream = <Value>(source: StreamSource<Value>): AsyncGenerator<Value, void, void> =>
  new ClosableStream(source);

const end: IteratorReturnResult<void> = { done: true, value: undefined };

/** Every client holds a few of these: methods of a class are not held once a stream. */
class ClosableStream<Value> implements AsyncGenerator<Value, void, void> {
  readonly #source: StreamSource<Value>;
  #isDone = false;
  /** Only the waiting read is held: racing each read against one "closed" promise would keep them all. */
  #waiting: PromiseWithResolvers<Result<Value>> | undefined;

  constructor(source: StreamSource<Value>) {
    this.#source = source;
  }

  async next(): Promise<Result<Value>> {
    if (this.#isDone) return end;
    const waiting = (this.#waiting = Promise.withResolvers<Result<Value>>());
    this.#source.next().then(waiting.resolve, waiting.reject);
    try {
      const result = await waiting.promise;
      if (result.done) this.#isDone = true;
      return result;
    } catch (error) {
      this.#isDone = true;
      throw error;
    }
  }

  async return(): Promise<Result<Value>> {
    if (this.#isDone) return end;
    this.#isDone = true;
    this.#waiting?.resolve(end);
    await this.#source.close();
    return end;
  }

  async throw(error: unknown): Promise<Result<Value>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
