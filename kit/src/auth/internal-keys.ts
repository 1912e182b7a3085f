import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** The supergraph holds both, a subgraph only the public one. */
export interface InternalKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** For a process that runs supergraph and subgraphs together: nobody else ever sees these keys. */
export function generateInternalKeyPair(): InternalKeyPair {
  return generateKeyPairSync('ed25519');
}

/**
 * Reads `INTERNAL_TOKEN_PRIVATE_KEY`: Ed25519, PKCS #8, as PEM or as the one-line base64 of its DER.
 *
 * @throws {TypeError} when it is anything else; the value is not repeated in the message
 */
export function parseInternalPrivateKey(text: string): KeyObject {
  return requireEd25519(() => createPrivateKey(toPem(text, 'PRIVATE KEY')), 'private');
}

/**
 * Reads `INTERNAL_TOKEN_PUBLIC_KEY`: Ed25519, SPKI, as PEM or as the one-line base64 of its DER.
 *
 * @throws {TypeError} when it is anything else
 */
export function parseInternalPublicKey(text: string): KeyObject {
  return requireEd25519(() => createPublicKey(toPem(text, 'PUBLIC KEY')), 'public');
}

/** The one-line form of either key, for an environment variable. */
export function formatInternalKey(key: KeyObject): string {
  const der =
    key.type === 'private'
      ? key.export({ format: 'der', type: 'pkcs8' })
      : key.export({ format: 'der', type: 'spki' });
  return der.toString('base64');
}

function toPem(text: string, label: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('-----BEGIN')) return trimmed;
  return `-----BEGIN ${label}-----\n${trimmed}\n-----END ${label}-----\n`;
}

function requireEd25519(read: () => KeyObject, kind: 'private' | 'public'): KeyObject {
  const key = readOrNull(read);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new TypeError(`This is not an Ed25519 ${kind} key (PEM, or the base64 of its DER).`);
  return key;
}

function readOrNull(read: () => KeyObject): KeyObject | null {
  try {
    return read();
  } catch {
    return null;
  }
}
