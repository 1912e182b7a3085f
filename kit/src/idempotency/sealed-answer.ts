import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * An answer may hold what a subgraph keeps sealed elsewhere. Only who knows the client's key reads it: the table
 * has neither the key nor what is derived from it.
 */
export class KeySeal {
  readonly #key: string;

  /** @param key - the client's */
  constructor(key: string) {
    this.#key = key;
  }

  /** Equal for equal values under the same key, and says nothing of either. */
  hash(purpose: 'key' | 'request' | 'part', value = ''): string {
    return this.#derive(`${purpose} ${value}`).toString('hex');
  }

  /** @returns base64 */
  seal(text: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv(algorithm, this.#derive('answer'), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** @throws {Error} it was sealed under another key, or changed */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(algorithm, this.#derive('answer'), bytes.subarray(0, ivBytes));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  }

  #derive(purpose: string): Buffer {
    return createHmac('sha256', this.#key).update(`moim idempotency ${purpose}`).digest();
  }
}
