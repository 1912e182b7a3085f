const maxRemembered = 2_000;

/** Bounded, oldest out: an attacker's many tokens cannot fill the memory. */
export function rememberNewest<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  cache.delete(key);
  cache.set(key, value);
  const oldest = cache.keys().next();
  if (cache.size > maxRemembered && !oldest.done) cache.delete(oldest.value);
}
