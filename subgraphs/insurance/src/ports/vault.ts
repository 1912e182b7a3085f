import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PersonalData, PersonalField } from '../domain/personal-data.ts';

/** A subject's data under their own key, and that key under the installation's. */
export interface SealedData {
  readonly sealedKey: Buffer;
  readonly sealedData: Buffer;
}

/** Keeps personal data unreadable in the database: AES-256-GCM envelopes and keyed hashes for search. */
export interface Vault {
  /** With a new key, so that forgetting the old envelope forgets what was in it. */
  seal(subjectId: string, data: PersonalData): SealedData;
  /** @throws {Error} for another subject's or installation's envelope, or one that was tampered with */
  open(subjectId: string, sealed: SealedData): PersonalData;
  /** Equal for equal values of a field, and tells nothing without the key. */
  token(field: PersonalField, value: string): Buffer;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param secret - of the installation, at least 16 characters; each key is derived from it (RFC 5869) */
export function createVault(secret: string): Vault {
  const wrappingKey = derive(secret, 'insurance personal data v1');
  const searchKey = derive(secret, 'insurance search tokens v1');
  return {
    seal(subjectId, data) {
      const key = randomBytes(32);
      return {
        sealedKey: encrypt(wrappingKey, key, `key ${subjectId}`),
        sealedData: encrypt(key, Buffer.from(JSON.stringify(data)), `data ${subjectId}`),
      };
    },
    open(subjectId, { sealedKey, sealedData }) {
      const key = decrypt(wrappingKey, sealedKey, `key ${subjectId}`);
      return toPersonalData(JSON.parse(decrypt(key, sealedData, `data ${subjectId}`).toString()));
    },
    token: (field, value) =>
      createHmac('sha256', searchKey).update(`${field}\n${value.toLowerCase()}`).digest(),
  };
}

const derive = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));

/** nonce · tag · ciphertext; `about` binds it to its place. */
function encrypt(key: Buffer, plain: Buffer, about: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, sealed: Buffer, about: string): Buffer {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

function toPersonalData(value: unknown): PersonalData {
  const text = (field: PersonalField): string => {
    const entry: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
    if (typeof entry !== 'string') throw new TypeError(`a sealed envelope has no ${field}`);
    return entry;
  };
  return { legalName: text('legalName'), phone: text('phone'), licenceNumber: text('licenceNumber') };
}
