import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateInternalKeyPair } from './internal-keys.ts';
import { isKin, newChallenge, proveKinship } from './kinship.ts';

const { privateKey } = generateInternalKeyPair();
const publicKey = createPublicKey(privateKey);

describe('a proof of kinship', () => {
  const asked = newChallenge();
  const proof = proveKinship(privateKey, 'identity', asked) ?? '';

  it('is believed by who knows the public key', () => {
    expect(isKin(publicKey, 'identity', asked, proof)).toBe(true);
    expect(isKin(publicKey, 'IDENTITY', asked, proof)).toBe(true);
  });

  it('is of one installation, one subgraph and one question', () => {
    expect(isKin(generateInternalKeyPair().publicKey, 'identity', asked, proof)).toBe(false);
    expect(isKin(publicKey, 'messaging', asked, proof)).toBe(false);
    expect(isKin(publicKey, 'identity', newChallenge(), proof)).toBe(false);
    expect(isKin(publicKey, 'identity', asked, 'forged')).toBe(false);
  });

  it.each(['', 'short', 'x'.repeat(65), 'with:colons:with:colons:with'])('signs no %j', (text) => {
    expect(proveKinship(privateKey, 'identity', text)).toBeNull();
  });
});
