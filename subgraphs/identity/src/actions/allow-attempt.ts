import { createHash } from 'node:crypto';
import type { Services } from '@moim/kit/server/services.ts';
import { type AttemptLimit, windowAt } from '../domain/attempts.ts';
import { RateLimitedError } from '../domain/rate-limited-error.ts';
import { countAttempt, forgetAttempt } from './count-attempt.ts';

export interface Attempt {
  /** Whose attempts are counted together; digested, so that no name stands in a shared store. */
  readonly subject: string;
  readonly limit: AttemptLimit;
}

/**
 * Counts an attempt before it is made, so that parallel guesses cannot outrun the count.
 *
 * @throws {RateLimitedError} when one of the limits is exceeded
 */
export async function allowAttempt(services: Services, attempts: readonly Attempt[]): Promise<void> {
  for (const attempt of attempts) {
    const { key, remainingSeconds } = counterOf(services, attempt);
    const count = await countAttempt(services.keyValue, key, attempt.limit.windowMs);
    if (count > attempt.limit.max) throw new RateLimitedError(remainingSeconds);
  }
}

/** After a success: what came before was mistyping. */
export async function forgetAttempts(services: Services, attempts: readonly Attempt[]): Promise<void> {
  const { keyValue } = services;
  await Promise.all(attempts.map((attempt) => forgetAttempt(keyValue, counterOf(services, attempt).key)));
}

function counterOf({ now }: Services, { subject, limit }: Attempt) {
  const { window, remainingSeconds } = windowAt(now(), limit);
  const digest = createHash('sha256').update(subject).digest('base64url');
  return { key: `identity:attempts:${digest}:${window}`, remainingSeconds };
}
