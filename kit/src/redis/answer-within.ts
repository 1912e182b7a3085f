import { ErrorReply } from 'redis';

/** Redis is away, does not answer in time, or cannot do its work now. Nothing was promised. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';
}

/** Replies of a server that is there but cannot work: it starts, has no memory left, or is a replica. */
const incapable = /^(LOADING|OOM|READONLY|MASTERDOWN|MISCONF|NOREPLICAS|BUSY) /;

/**
 * The answer of Redis, if it comes in time.
 *
 * @throws {RedisUnavailableError} after `ms`, and for whatever is not a reply to the command itself
 * @throws {ErrorReply} what Redis replied, e.g. `NOGROUP …`
 */
export async function answerWithin<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisUnavailableError(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof RedisUnavailableError) throw error;
    if (error instanceof ErrorReply && !incapable.test(error.message)) throw error;
    throw new RedisUnavailableError('Redis did not do it', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
