import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError, UnauthenticatedError } from '../errors/domain-error.ts';
import {
  type AccessTokenVerifier,
  createAccessTokenVerifier,
  localKeySet,
  remoteKeySet,
} from './access-token-verifier.ts';

const memberId = '01989d2c-0000-7000-8000-000000000001';
const sessionId = '01989d2c-0000-7000-8000-000000000002';
const nowSeconds = Date.UTC(2026, 10, 21, 9) / 1_000;
const now = () => new Date(nowSeconds * 1_000);

const claims = {
  iss: 'moim',
  aud: 'moim-api',
  sub: memberId,
  sid: sessionId,
  roles: ['MEMBER'],
  membershipVersion: 2,
  iat: nowSeconds,
  exp: nowSeconds + 600,
};
const appId = '01989d2c-0000-7000-8000-00000000000a';
const noMember = { sid: undefined, roles: undefined, membershipVersion: undefined };
const ofApp = { ...noMember, sub: appId, client_id: appId, scope: 'trips:read cars:read' };
const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'k1' };

const pair = generateKeyPair('EdDSA', { extractable: true });
const sign = async (changed: Record<string, unknown> = {}, head: object = {}) =>
  new SignJWT({ ...claims, ...changed })
    .setProtectedHeader({ ...header, ...head })
    .sign((await pair).privateKey);
const publishedKeys = async () => ({
  keys: [{ ...(await exportJWK((await pair).publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' }],
});

let verifier: AccessTokenVerifier;
beforeAll(async () => {
  verifier = createAccessTokenVerifier({ keys: localKeySet(await publishedKeys()), now });
});

describe('an access token', () => {
  it('says who asks, and until when', async () => {
    expect(await verifier.verify(await sign())).toEqual({
      viewer: { memberId, sessionId, roles: ['MEMBER'], membershipVersion: 2 },
      expiresAt: new Date((nowSeconds + 600) * 1_000),
      appId: null,
    });
  });

  it('of an app says which one, and what it may', async () => {
    expect(await verifier.verify(await sign(ofApp))).toEqual({
      viewer: null,
      expiresAt: new Date((nowSeconds + 600) * 1_000),
      appId,
      scopes: ['trips:read', 'cars:read'],
    });
  });

  it('of an app may allow nothing in particular', async () => {
    expect(await verifier.verify(await sign({ ...ofApp, scope: '' }))).toMatchObject({ scopes: [] });
  });

  it('is tolerated for 5 s after its end, for clocks that differ', async () => {
    await expect(verifier.verify(await sign({ exp: nowSeconds - 4 }))).resolves.toBeDefined();
  });
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what is no access token', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['nothing', () => ''],
    ['noise', () => 'a.b.c'],
    ['one that has expired', () => sign({ exp: nowSeconds - 6 })],
    ['one that never expires', () => sign({ exp: undefined })],
    ['one with alg none', () => `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`],
    [
      'one with HS256 over the published key',
      async () => {
        const [key] = (await publishedKeys()).keys;
        return new SignJWT(claims)
          .setProtectedHeader({ ...header, alg: 'HS256' })
          .sign(Buffer.from(JSON.stringify(key)));
      },
    ],
    [
      'one by another key of the same name',
      async () =>
        new SignJWT(claims).setProtectedHeader(header).sign((await generateKeyPair('EdDSA')).privateKey),
    ],
    ['one by a key that is not published', () => sign({}, { kid: 'k2' })],
    [
      'one with its claims changed',
      async () => {
        const [head, , signature] = (await sign()).split('.');
        return `${head}.${base64url({ ...claims, roles: ['ADMIN'] })}.${signature}`;
      },
    ],
    ['one for another audience', () => sign({ aud: 'subgraphs' })],
    ['one of another issuer', () => sign({ iss: 'elsewhere' })],
    ['one of another type', () => sign({}, { typ: 'moim-internal+jwt' })],
    ['one without a session', () => sign({ sid: undefined })],
    ['one of an app for somebody else', () => sign({ ...ofApp, sub: memberId })],
    ['one of an app with the session of a member', () => sign({ ...ofApp, sid: sessionId })],
    ['one of an app without scopes', () => sign({ ...ofApp, scope: undefined })],
    ['one of an app that is none', () => sign({ ...ofApp, sub: 'x', client_id: 'x' })],
    ['one with an unknown role', () => sign({ roles: ['ROOT'] })],
    ['one whose member is no id', () => sign({ sub: "' or 1=1" })],
  ])('%s gets the same answer', async (_, forge) => {
    await expect(verifier.verify(await forge())).rejects.toEqual(new UnauthenticatedError());
  });
});

describe('keys behind a URL', () => {
  const url = new URL('http://identity.internal/auth/jwks.json');

  it('are fetched once for many tokens', async () => {
    let fetched = 0;
    const keys = remoteKeySet(url, async () => {
      fetched += 1;
      return Response.json(await publishedKeys());
    });
    const remote = createAccessTokenVerifier({ keys, now });
    await Promise.all([remote.verify(await sign()), remote.verify(await sign({ membershipVersion: 9 }))]);
    await remote.verify(await sign());
    expect(fetched).toBe(1);
  });

  it.each<[string, () => Promise<Response>]>([
    ['does not answer', () => Promise.reject(new TypeError('fetch failed'))],
    ['answers an error', () => Promise.resolve(new Response('down', { status: 503 }))],
  ])('say nothing about the token when identity %s', async (_, answer) => {
    const remote = createAccessTokenVerifier({ keys: remoteKeySet(url, answer), now });
    const failure = await remote.verify(await sign()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});
