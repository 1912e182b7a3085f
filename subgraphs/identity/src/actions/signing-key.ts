import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { lastingDb, type WriteDb } from '@moim/kit/db/database.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  findActiveSigningKey,
  findPublicKeys,
  insertSigningKey,
  retireSigningKeys,
} from '../db/signing-keys.ts';

/** A process that signed moments ago may still do so with a key that was just retired. */
export const keyCacheMs = 60_000;
/** Ten minutes that a token lives, one of the cache above, and as much again for slow clocks. */
const publishedAfterRetirementMs = 900_000;

export interface ActiveKey {
  readonly kid: string;
  readonly privateKey: CryptoKey | Uint8Array;
}

const cache = new WeakMap<WriteDb, { readonly key: Promise<ActiveKey>; readonly readAtMs: number }>();

/** The key that signs now; made on the first call of an installation's life. */
export function activeSigningKey(services: Services): Promise<ActiveKey> {
  const nowMs = services.now().getTime();
  const primary = lastingDb(services.db.write);
  const cached = cache.get(primary);
  if (cached && nowMs - cached.readAtMs < keyCacheMs) return cached.key;
  const key = readOrMake(services);
  cache.set(primary, { key, readAtMs: nowMs });
  // A failure is not kept: the next call tries again.
  key.catch(() => cache.delete(primary));
  return key;
}

/** What verifiers need to know, as a JWKS; never empty, also before the first log-in. */
export async function publishedKeys(services: Services): Promise<{ keys: JWK[] }> {
  await activeSigningKey(services);
  const retiredSince = new Date(services.now().getTime() - publishedAfterRetirementMs);
  return { keys: await findPublicKeys(services.db.write, retiredSince) };
}

/** A new key signs from now on; tokens of the old one stay good until they expire. */
export async function rotateSigningKey(services: Services): Promise<void> {
  const key = await newKey(services);
  await services.db.write.transaction(async (tx) => {
    await retireSigningKeys(tx, services.now());
    await insertSigningKey(tx, key);
  });
  cache.delete(lastingDb(services.db.write));
}

async function readOrMake(services: Services): Promise<ActiveKey> {
  const { write } = services.db;
  const stored = (await findActiveSigningKey(write)) ?? (await makeFirst(services));
  return { kid: stored.kid, privateKey: await importJWK(stored.privateJwk, 'EdDSA') };
}

async function makeFirst(services: Services) {
  const key = await newKey(services);
  return services.db.write.transaction(async (tx) => {
    await insertSigningKey(tx, key);
    return (await findActiveSigningKey(tx)) ?? key;
  });
}

async function newKey({ now }: Services) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const published = { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' };
  return { kid, privateJwk: await exportJWK(privateKey), publicJwk: published, createdAt: now() };
}
