/** Fixed windows: the store needs one counter a window and subject. */
export interface AttemptLimit {
  readonly windowMs: number;
  readonly max: number;
}

/** Guesses against one account from one address: nobody mistypes more often than this. */
export const accountAtAddressLimit: AttemptLimit = { windowMs: 300_000, max: 10 };
/** Against one account from anywhere; high, so that strangers cannot easily lock somebody out. */
export const accountLimit: AttemptLimit = { windowMs: 300_000, max: 100 };
/** Against one app from one address: its processes may all come for a token at once. */
export const appAtAddressLimit: AttemptLimit = { windowMs: 300_000, max: 30 };

/** The window that `now` falls into and how long it still lasts, in whole seconds from 1. */
export function windowAt(
  now: Date,
  { windowMs }: AttemptLimit,
): { window: number; remainingSeconds: number } {
  const window = Math.floor(now.getTime() / windowMs);
  return { window, remainingSeconds: Math.ceil(((window + 1) * windowMs - now.getTime()) / 1_000) };
}
