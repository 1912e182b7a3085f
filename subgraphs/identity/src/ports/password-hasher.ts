import { hash, verify } from '@node-rs/argon2';
import { RateLimitedError } from '../domain/rate-limited-error.ts';
import { createBoundedQueue } from './bounded-queue.ts';

export interface PasswordHasher {
  /** argon2id in PHC form. @throws {RateLimitedError} when too many are waiting */
  hash(password: string): Promise<string>;
  /**
   * Costs the same for a null hash (no such account), so that time tells a guesser nothing.
   *
   * @throws {RateLimitedError} when too many are waiting
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/** OWASP's argon2id setting (ASVS 5.0, appendix C): 19 MiB, two passes, one lane; about 32 ms. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password that nobody knows, with the parameters above. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$o/gVkqBRa8qv7qVk2afcVA$dTEvbEd2zHBGfaU8VF49q+NAd2Rdb67meQlZU+SfhZs';

/** Two cores hash about 42 passwords a second: who waits at the end of this queue waits 2 s. */
const queue = createBoundedQueue({ concurrency: 2, maxWaiting: 80, refuse: () => new RateLimitedError(2) });

/** One a process, because what it protects is the process's processor and memory. */
export const passwordHasher: PasswordHasher = {
  hash: (password) => queue.run(() => hash(password, parameters)),
  verify: (passwordHash, password) =>
    queue.run(async () => {
      const isRight = await verify(passwordHash ?? nobodysHash, password);
      return isRight && passwordHash !== null;
    }),
};
