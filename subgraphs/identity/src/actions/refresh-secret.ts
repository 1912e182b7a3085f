import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 random bits in base64url. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const newSalt = (): Buffer => randomBytes(32);

/** A token has enough randomness for a plain digest (OWASP ASVS 5.0, 6.5.2). */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The token after this one. Neither the database (it has the salt, not the token) nor whoever has
 * only the token can compute it, so it can be given again without having been stored.
 */
export const successorOf = (token: string, salt: Buffer): string =>
  createHmac('sha256', salt).update(token).digest('base64url');
