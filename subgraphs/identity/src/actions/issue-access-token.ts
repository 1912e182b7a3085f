import { SignJWT } from 'jose';
import { accessTokenAudience, accessTokenType } from '@moim/kit/auth/access-token-verifier.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { activeSigningKey } from './signing-key.ts';

/** Long enough to survive a short outage of identity, short enough to be forgotten. */
const lifetimeMs = 600_000;

export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

/** Signed with the active key, which is made where there is none. */
export async function issueAccessToken(
  services: Services,
  viewer: Viewer,
  issuer: string,
): Promise<AccessToken> {
  const { kid, privateKey } = await activeSigningKey(services);
  const now = services.now();
  const accessTokenExpiresAt = wholeSeconds(now.getTime() + lifetimeMs);
  const { memberId, sessionId, roles, membershipVersion } = viewer;
  // What we call roles, routers of others that keep `@requiresScopes` read as `scope` (RFC 9068 §2.2.3).
  const claims = { sid: sessionId, roles: [...roles], scope: roles.join(' '), membershipVersion };
  const accessToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: accessTokenType, kid })
    .setIssuer(issuer)
    .setAudience(accessTokenAudience)
    .setSubject(memberId)
    .setIssuedAt(now)
    .setExpirationTime(accessTokenExpiresAt)
    .sign(privateKey);
  return { accessToken, accessTokenExpiresAt };
}

/** A JWT counts in seconds; what the client is told is what the token says. */
const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1_000) * 1_000);
