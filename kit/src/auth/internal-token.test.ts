import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import {
  formatInternalKey,
  generateInternalKeyPair,
  parseInternalPrivateKey,
  parseInternalPublicKey,
} from './internal-keys.ts';
import {
  createInternalTokenSigner,
  createInternalTokenVerifier,
  type SignedIdentity,
} from './internal-token.ts';

const { privateKey, publicKey } = generateInternalKeyPair();
const startMs = Date.UTC(2026, 10, 21, 9);
const at = (offsetMs: number) => () => new Date(startMs + offsetMs);

const asMinji: SignedIdentity = {
  viewer: {
    memberId: '01989d2c-0000-7000-8000-000000000001',
    sessionId: '01989d2c-0000-7000-8000-000000000002',
    roles: ['MEMBER'],
    membershipVersion: 3,
  },
  isService: false,
};

const sign = (audience?: string) => createInternalTokenSigner(privateKey, at(0)).sign(asMinji, audience);
const verifierAt = (offsetMs: number, subgraph = 'messaging') =>
  createInternalTokenVerifier([publicKey], subgraph, at(offsetMs));

describe('an internal token', () => {
  it('carries who asks to the subgraph', async () => {
    expect(await verifierAt(0).verify(await sign())).toEqual(asMinji);
  });

  it('carries what is to be done once, and is made for that alone', async () => {
    const signer = createInternalTokenSigner(privateKey, at(0));
    const keyed = { ...asMinji, keyed: { key: 'k-1', request: 'f00d' } };
    expect(await verifierAt(0).verify(await signer.sign(keyed))).toEqual(keyed);
    expect(await verifierAt(0).verify(await signer.sign(asMinji))).toEqual(asMinji);
    const other = { ...asMinji, keyed: { key: 'k-2', request: 'f00d' } };
    expect(await verifierAt(0).verify(await signer.sign(other))).toEqual(other);
  });

  it('carries the supergraph itself, without a viewer', async () => {
    const service = { viewer: null, isService: true };
    const token = await createInternalTokenSigner(privateKey, at(0)).sign(service);
    expect(await verifierAt(0).verify(token)).toEqual(service);
  });

  it('may be meant for one subgraph only', async () => {
    const token = await sign('identity');
    await expect(verifierAt(0, 'identity').verify(token)).resolves.toEqual(asMinji);
    await expect(verifierAt(0, 'messaging').verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('lives for 30 s, and 5 s more for clocks that differ', async () => {
    const token = await sign();
    await expect(verifierAt(34_000).verify(token)).resolves.toEqual(asMinji);
    await expect(verifierAt(36_000).verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('is not taken from the cache once it has expired', async () => {
    let nowMs = startMs;
    const verifier = createInternalTokenVerifier([publicKey], 'messaging', () => new Date(nowMs));
    const token = await sign();
    await verifier.verify(token);
    nowMs += 36_000;
    await expect(verifier.verify(token)).rejects.toThrow(UnauthenticatedError);
  });

  it('is made once per identity in 10 s, and again afterwards', async () => {
    let nowMs = startMs;
    const signer = createInternalTokenSigner(privateKey, () => new Date(nowMs));
    const first = await signer.sign(asMinji);
    nowMs += 9_999;
    expect(await signer.sign(asMinji)).toBe(first);
    nowMs += 1;
    expect(await signer.sign(asMinji)).not.toBe(first);
  });

  it('is never shared by two identities', async () => {
    const signer = createInternalTokenSigner(privateKey, at(0));
    const asNobody = { viewer: null, isService: false };
    expect(await signer.sign(asNobody)).not.toBe(await signer.sign(asMinji));
  });

  it('is taken under either key while one replaces the other', async () => {
    const next = generateInternalKeyPair();
    const verifier = createInternalTokenVerifier([next.publicKey, publicKey], 'messaging', at(0));
    expect(await verifier.verify(await sign())).toEqual(asMinji);
  });
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  iss: 'moim-internal',
  aud: 'subgraphs',
  iat: startMs / 1_000,
  exp: startMs / 1_000 + 30,
  ...asMinji,
};
const header = { alg: 'EdDSA', typ: 'moim-internal+jwt' };
const { exp: _, ...withoutExpiry } = claims;

describe('what is no internal token', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['nothing', () => ''],
    ['noise', () => 'a.b.c'],
    [
      'one signed by another key',
      () => createInternalTokenSigner(generateInternalKeyPair().privateKey, at(0)).sign(asMinji),
    ],
    ['one with alg none', () => `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`],
    [
      'one with its claims changed',
      async () => {
        const [head, , signature] = (await sign()).split('.');
        return `${head}.${base64url({ ...claims, isService: true })}.${signature}`;
      },
    ],
    [
      'one keyed with the public key as an HMAC secret',
      () =>
        new SignJWT(claims)
          .setProtectedHeader({ ...header, alg: 'HS256' })
          .sign(Buffer.from(formatInternalKey(publicKey))),
    ],
    [
      'one of another type',
      () => new SignJWT(claims).setProtectedHeader({ ...header, typ: 'at+jwt' }).sign(privateKey),
    ],
    [
      'one of another issuer',
      () => new SignJWT({ ...claims, iss: 'moim' }).setProtectedHeader(header).sign(privateKey),
    ],
    ['one that never expires', () => new SignJWT(withoutExpiry).setProtectedHeader(header).sign(privateKey)],
    [
      'one with an unknown role',
      () =>
        new SignJWT({ ...claims, viewer: { ...asMinji.viewer, roles: ['ROOT'] } })
          .setProtectedHeader(header)
          .sign(privateKey),
    ],
  ])('%s gets the same answer', async (_, forge) => {
    await expect(verifierAt(0).verify(await forge())).rejects.toEqual(
      new UnauthenticatedError('This needs a valid token.'),
    );
  });

  it('the claims of these forgeries are otherwise good', async () => {
    const token = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
    expect(await verifierAt(0).verify(token)).toEqual(asMinji);
  });
});

describe('a key in the environment', () => {
  it('is read in its one-line form and as PEM', () => {
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(parseInternalPrivateKey(formatInternalKey(privateKey)).equals(privateKey)).toBe(true);
    expect(parseInternalPrivateKey(pem).equals(privateKey)).toBe(true);
    expect(parseInternalPublicKey(formatInternalKey(publicKey)).equals(publicKey)).toBe(true);
  });

  it('is refused without being repeated', () => {
    expect(() => parseInternalPrivateKey('s3cret')).toThrow(
      new TypeError('This is not an Ed25519 private key (PEM, or the base64 of its DER).'),
    );
    expect(() => parseInternalPublicKey('nonsense')).toThrow(TypeError);
  });
});
