import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Tells whoever finds one, and scanners of code, what it is. */
const secretPrefix = 'moim_app_';
const hintLength = secretPrefix.length + 4;

/** The prefix and 256 random bits in base64url. */
export const newAppSecret = (): string => secretPrefix + randomBytes(32).toString('base64url');

/** A secret has enough randomness for a plain digest (OWASP ASVS 5.0, 6.5.2). */
export const hashAppSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** How it begins: tells people which one it is, and leaves 232 bits to guess. */
export const hintOf = (secret: string): string => secret.slice(0, hintLength);

/** In the same time whether there is such an app or not. */
export function isAppSecret(secret: string, hash: Buffer | null): boolean {
  const isEqual = timingSafeEqual(hashAppSecret(secret), hash ?? hashAppSecret(''));
  return hash !== null && isEqual;
}
