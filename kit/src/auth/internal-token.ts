import type { KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { rememberNewest } from './remember-newest.ts';
import { type OperationIdentity, roles, type Viewer } from './viewer.ts';

/** Audience of a token that any subgraph takes. */
export const anySubgraph = 'subgraphs';

const issuer = 'moim-internal';
const lifetimeMs = 30_000;
/** A cached token always has at least 20 s left when it is sent. */
const reuseMs = 10_000;
/** Clocks of two machines may differ by this much. */
const clockToleranceSeconds = 5;

/** Who asks; the request id is only correlation and travels beside the token, not in it. */
export type SignedIdentity = Omit<OperationIdentity, 'requestId'>;

export interface InternalTokenSigner {
  /** A token for this identity, made at most 10 s ago. */
  sign(identity: SignedIdentity, audience?: string): Promise<string>;
}

export interface InternalTokenVerifier {
  /** @throws {UnauthenticatedError} the same for every reason; nothing about it is told */
  verify(token: string): Promise<SignedIdentity>;
}

/** Signs what a subgraph will believe; only the supergraph (and service callers) hold the key. */
export function createInternalTokenSigner(
  privateKey: KeyObject,
  now: () => Date = () => new Date(),
): InternalTokenSigner {
  const cache = new Map<string, { token: Promise<string>; madeAtMs: number }>();
  return {
    sign(identity, audience = anySubgraph) {
      // One of its kind: nothing would be found again.
      if (identity.keyed) return signToken(privateKey, identity, audience, now().getTime());
      const key = JSON.stringify([
        audience,
        identity.isService,
        identity.viewer,
        identity.app,
        identity.reads,
      ]);
      const nowMs = now().getTime();
      const cached = cache.get(key);
      if (cached && nowMs - cached.madeAtMs < reuseMs) return cached.token;
      const token = signToken(privateKey, identity, audience, nowMs);
      rememberNewest(cache, key, { token, madeAtMs: nowMs });
      return token;
    },
  };
}

/**
 * Checks what {@link createInternalTokenSigner} signed. Several public keys: one is being replaced.
 *
 * @param subgraph - its own name; tokens made for another subgraph are refused
 */
export function createInternalTokenVerifier(
  publicKeys: readonly KeyObject[],
  subgraph: string,
  now: () => Date = () => new Date(),
): InternalTokenVerifier {
  const cache = new Map<string, { identity: SignedIdentity; expiresAtMs: number }>();
  return {
    async verify(token) {
      const cached = cache.get(token);
      if (cached && now().getTime() < cached.expiresAtMs) return cached.identity;
      const verified = await verifyWithAny(publicKeys, token, subgraph, now());
      rememberNewest(cache, token, verified);
      return verified.identity;
    },
  };
}

const viewerClaims = z.strictObject({
  memberId: z.uuid(),
  sessionId: z.uuid(),
  roles: z.array(z.enum(roles)),
  membershipVersion: z.int().nonnegative(),
});
const readDemand = z.union([
  z.literal('primary'),
  z.object({ atLeast: z.record(z.string().regex(/^\d+$/), z.string()) }),
]);
const keyedRequest = z.object({ key: z.string(), request: z.string() });
const appClaims = z.object({ id: z.string(), scopes: z.array(z.string()) });
const identityClaims = z.object({
  viewer: viewerClaims.nullable(),
  app: appClaims.optional(),
  isService: z.boolean(),
  reads: readDemand.optional(),
  keyed: keyedRequest.optional(),
  exp: z.number(),
});

function signToken(privateKey: KeyObject, identity: SignedIdentity, audience: string, nowMs: number) {
  const { isService, app, reads, keyed } = identity;
  const optional = { ...(app && { app }), ...(reads && { reads }), ...(keyed && { keyed }) };
  return new SignJWT({ viewer: copyOf(identity.viewer), isService, ...optional })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'moim-internal+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(new Date(nowMs))
    .setExpirationTime(new Date(nowMs + lifetimeMs))
    .sign(privateKey);
}

/** Names the fields, so that nothing else that an object may carry is signed. */
function copyOf(viewer: Viewer | null): Viewer | null {
  if (!viewer) return null;
  const { memberId, sessionId, membershipVersion } = viewer;
  return { memberId, sessionId, roles: viewer.roles, membershipVersion };
}

async function verifyWithAny(keys: readonly KeyObject[], token: string, subgraph: string, currentDate: Date) {
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        typ: 'moim-internal+jwt',
        issuer,
        audience: [subgraph, anySubgraph],
        requiredClaims: ['exp', 'iat'],
        clockTolerance: clockToleranceSeconds,
        currentDate,
      });
      const { viewer, isService, app, reads, keyed, exp } = identityClaims.parse(payload);
      const optional = { ...(app && { app }), ...(reads && { reads }), ...(keyed && { keyed }) };
      return { identity: { viewer, isService, ...optional }, expiresAtMs: exp * 1_000 };
    } catch {
      // The next key may fit; every reason gets the one answer below.
    }
  }
  throw new UnauthenticatedError('This needs a valid token.');
}
