/**
 * Like `Promise.all`, but settles only when every one has: nothing goes on opening things behind
 * the back of whoever closes them after a failure.
 */
export async function allDone<const T extends readonly unknown[]>(
  works: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
