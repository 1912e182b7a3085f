/** There already, or later. Who waits for what is there already makes a promise and loses a turn for nothing. */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on at once where it can. */
export function whenThere<Value, Next>(value: Soon<Value>, go: (value: Value) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(go) : go(value);
}

/** Whatever comes of it, and when. */
export function inTheEnd<Value>(begin: () => Soon<Value>, end: () => void): Soon<Value> {
  let value: Soon<Value> | undefined;
  try {
    value = begin();
    return value instanceof Promise ? value.finally(end) : value;
  } finally {
    if (!(value instanceof Promise)) end();
  }
}
