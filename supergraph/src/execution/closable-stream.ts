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
export function closableStream<Value>(source: StreamSource<Value>): AsyncGenerator<Value, void, void> {
  const end: Result<Value> = { done: true, value: undefined };
  let isDone = false;
  // Only the waiting read is held: racing each read against one "closed" promise would keep them all.
  let waiting: PromiseWithResolvers<Result<Value>> | undefined;

  async function next(): Promise<Result<Value>> {
    if (isDone) return end;
    waiting = Promise.withResolvers<Result<Value>>();
    const { promise, resolve, reject } = waiting;
    source.next().then(resolve, reject);
    try {
      const result = await promise;
      if (result.done) isDone = true;
      return result;
    } catch (error) {
      isDone = true;
      throw error;
    }
  }

  async function close(): Promise<Result<Value>> {
    if (isDone) return end;
    isDone = true;
    waiting?.resolve(end);
    await source.close();
    return end;
  }

  return {
    next,
    return: close,
    throw: async (error: unknown) => {
      await close();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await close();
    },
  };
}
