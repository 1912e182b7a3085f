import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { createExtensionTokenSigner } from './extension-token.ts';
import { generateInternalKeyPair } from './internal-keys.ts';
import { createInternalTokenVerifier, type SignedIdentity } from './internal-token.ts';

const { privateKey, publicKey } = generateInternalKeyPair();
const startMs = Date.UTC(2026, 10, 29, 9);
const memberId = '01989d2c-0000-7000-8000-000000000001';
const asMinji: SignedIdentity = {
  viewer: {
    ...{ memberId, sessionId: '01989d2c-0000-7000-8000-000000000002', membershipVersion: 3 },
    roles: ['MEMBER', 'ADMIN'],
  },
  isService: false,
  reads: 'primary',
};
const nobody: SignedIdentity = { viewer: null, isService: false };

const signerAt = (offsetMs = 0) =>
  createExtensionTokenSigner(privateKey, 'moim', () => new Date(startMs + offsetMs));

async function claimsOf(identity: SignedIdentity, audience = 'weather') {
  const signer = await signerAt();
  const token = await signer.sign(identity, 'weather');
  const { payload } = await jwtVerify(token, createLocalJWKSet(signer.keys), {
    ...{ issuer: 'moim', audience, typ: 'moim-extension+jwt', currentDate: new Date(startMs) },
  });
  return payload;
}

describe('the token of an extension', () => {
  const ofAll = { iss: 'moim', aud: 'weather', iat: startMs / 1_000, exp: startMs / 1_000 + 60 };

  it.each([
    ['a member', asMinji, { sub: memberId, roles: ['ADMIN', 'MEMBER'] }],
    ['nobody', nobody, {}],
    [
      'an app',
      { ...nobody, app: { id: 'dispatch', scopes: ['trips:read', 'cars:read'] } },
      { client_id: 'dispatch', scope: 'cars:read trips:read' },
    ],
    ['the supergraph itself', { viewer: null, isService: true }, { service: true }],
  ])('says %s, by published keys, and nothing else', async (_, identity, claims) => {
    expect(await claimsOf(identity)).toEqual({ ...ofAll, ...claims });
  });

  it('is meant for one extension', async () => {
    await expect(claimsOf(asMinji, 'tides')).rejects.toThrow('unexpected "aud" claim value');
  });

  it.each(['messaging', 'subgraphs', 'weather'])(
    'is nothing to a subgraph of ours, even to one called %s',
    async (name) => {
      const token = await (await signerAt()).sign(asMinji, name);
      const verifier = createInternalTokenVerifier([publicKey], name, () => new Date(startMs));
      await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
    },
  );

  it('is made once in 10 s for each viewer and extension', async () => {
    let nowMs = startMs;
    const signer = await createExtensionTokenSigner(privateKey, 'moim', () => new Date(nowMs));
    const first = await signer.sign(asMinji, 'weather');
    expect(await signer.sign(asMinji, 'weather')).toBe(first);
    expect(await signer.sign(asMinji, 'tides')).not.toBe(first);
    expect(await signer.sign(nobody, 'weather')).not.toBe(first);
    nowMs += 10_000;
    expect(await signer.sign(asMinji, 'weather')).not.toBe(first);
  });

  it('names its key, which tells nothing that is secret', async () => {
    const { keys } = await signerAt();
    const { kid } = decodeProtectedHeader(await (await signerAt()).sign(nobody, 'weather'));
    expect(keys.keys).toEqual([
      { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), alg: 'EdDSA', use: 'sig', kid },
    ]);
  });
});
