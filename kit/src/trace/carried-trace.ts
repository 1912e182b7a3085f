/** Rows and results on their way through a stream, with the trace that caused them. */
const traces = new WeakMap<object, string>();

/** @param traceparent - null leaves the value as it is */
export function carryTrace<Value extends object>(value: Value, traceparent: string | null): Value {
  if (traceparent !== null) traces.set(value, traceparent);
  return value;
}

/** The `traceparent` that was tied to a value; null for none. */
export function carriedTrace(value: unknown): string | null {
  return typeof value === 'object' && value !== null ? (traces.get(value) ?? null) : null;
}
