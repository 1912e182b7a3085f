import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { FetchImplementation, JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { DomainError, UnauthenticatedError } from '../errors/domain-error.ts';
import { roles, type Viewer } from './viewer.ts';

/** Header `typ` of an access token (RFC 9068): no other token of ours passes as one. */
export const accessTokenType = 'at+jwt';
export const defaultIssuer = 'moim';
export const accessTokenAudience = 'moim-api';

/** Clocks of two machines may differ by this much. */
const clockToleranceSeconds = 5;

export type VerifiedAccessToken = MemberToken | AppToken;

interface MemberToken {
  /** As it stood when the token was made, at most 10 minutes ago. */
  readonly viewer: Viewer;
  readonly expiresAt: Date;
  /** The app that asks for the member, `client_id` of RFC 9068; null: none is named, as by our own log-in. */
  readonly appId: string | null;
}

/** An app that asks for itself: client credentials, RFC 6749 §4.4. */
interface AppToken {
  readonly viewer: null;
  readonly expiresAt: Date;
  readonly appId: string;
  readonly scopes: readonly string[];
}

export interface AccessTokenVerifier {
  /**
   * @throws {UnauthenticatedError} forged, expired, malformed, of another kind: always the same answer
   * @throws {DomainError} SUBGRAPH_UNAVAILABLE when identity's keys cannot be fetched: says nothing about the token
   */
  verify(token: string): Promise<VerifiedAccessToken>;
}

export interface AccessTokenVerifierOptions {
  readonly keys: JWTVerifyGetKey;
  readonly issuer?: string;
  readonly now?: () => Date;
}

/** Checks identity's access tokens; only EdDSA, whatever the token's own header says. */
export function createAccessTokenVerifier(options: AccessTokenVerifierOptions): AccessTokenVerifier {
  const { keys, issuer = defaultIssuer, now = () => new Date() } = options;
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['EdDSA'],
          typ: accessTokenType,
          issuer,
          audience: accessTokenAudience,
          requiredClaims: ['exp', 'iat', 'sub'],
          clockTolerance: clockToleranceSeconds,
          currentDate: now(),
        });
        return toVerified(payload);
      } catch (error) {
        throw toPublicError(error);
      }
    },
  };
}

/** Keys that are already here, for tests and for a verifier without a network. */
export function localKeySet(keys: JSONWebKeySet): JWTVerifyGetKey {
  return createLocalJWKSet(keys);
}

/**
 * Identity's published keys, fetched when first needed, kept for 10 minutes and asked for again at
 * most once a second when a token names a key that is not among them.
 *
 * @param fetchKeys - how to reach the URL; in one process this calls identity's route directly
 */
export function remoteKeySet(url: URL, fetchKeys: FetchImplementation = fetch): JWTVerifyGetKey {
  return createRemoteJWKSet(url, {
    timeoutDuration: 2_000,
    cooldownDuration: 1_000,
    cacheMaxAge: 600_000,
    [customFetch]: fetchKeys,
  });
}

const memberClaims = z
  .object({
    sub: z.uuid(),
    sid: z.uuid(),
    roles: z.array(z.enum(roles)),
    membershipVersion: z.int().nonnegative(),
    exp: z.number(),
    client_id: z.string().min(1).max(255).optional(),
  })
  .transform(({ sub, sid, roles, membershipVersion, exp, client_id: appId = null }) => ({
    viewer: { memberId: sub, sessionId: sid, roles, membershipVersion },
    expiresAt: new Date(exp * 1_000),
    appId,
  }));

/** RFC 9068 §2.2: without a member the subject is the app. Whose token has no session is nobody else's. */
const appClaims = z
  .object({
    sub: z.uuid(),
    sid: z.undefined().optional(),
    client_id: z.uuid(),
    scope: z.string(),
    exp: z.number(),
  })
  .refine(({ sub, client_id: appId }) => sub === appId)
  .transform(({ client_id: appId, scope, exp }) => ({
    viewer: null,
    expiresAt: new Date(exp * 1_000),
    appId,
    scopes: scope.split(' ').filter((one) => one !== ''),
  }));

const accessTokenClaims = z.union([memberClaims, appClaims]);

function toVerified(payload: unknown): VerifiedAccessToken {
  return accessTokenClaims.parse(payload);
}

/** The token is at fault, except when the keys to check it could not be had. */
function toPublicError(error: unknown): DomainError {
  const isTokenAtFault =
    error instanceof z.ZodError ||
    (error instanceof errors.JOSEError &&
      !(error instanceof errors.JWKSTimeout) &&
      error.code !== 'ERR_JOSE_GENERIC');
  if (isTokenAtFault) return new UnauthenticatedError();
  return new DomainError('SUBGRAPH_UNAVAILABLE', 'Tokens cannot be checked right now; try again.', {
    cause: error,
  });
}
