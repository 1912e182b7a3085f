import { randomBytes } from 'node:crypto';

/** 128 bits that nobody guesses, as 22 characters of a URL. */
export const newShareToken = (): string => randomBytes(16).toString('base64url');
