import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import {
  accessTokenAudience,
  accessTokenType,
  createAccessTokenVerifier,
  defaultIssuer,
  localKeySet,
} from '@moim/kit/auth/access-token-verifier.ts';
import { type Access, memberAccess } from '../access/access.ts';
import { createAppGate } from '../access/app-gate.ts';
import { createSessionGate, type SessionAnswer } from '../access/session-gate.ts';
import type { Role } from '@moim/kit/auth/viewer.ts';
import { type MemberName, members } from './members.ts';

export interface FixtureAccess {
  readonly access: Access;
  /** `Bearer …`, real and signed; expires after `lifetimeMs`; of an app that asks for the member where one is named. */
  authorization(member: MemberName, lifetimeMs?: number, appId?: string): Promise<string>;
  /** The same of an app that asks for itself. */
  appAuthorization(appId: string, scopes?: readonly string[]): Promise<string>;
  /** Seen by everyone at once. */
  revokeApp(appId: string): void;
  /** Log-out, seen by everyone at once. */
  endSession(member: MemberName): void;
  /** While true, identity does not answer about sessions. */
  isSilent: boolean;
}

const sessionOf = (memberId: string): string => memberId.replace('8000', '9000');

/** Real tokens and a session list in memory. */
export async function createFixtureAccess(roles: readonly Role[] = ['MEMBER']): Promise<FixtureAccess> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const keys = localKeySet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' }] });
  const ended = new Set<string>();
  const revoked = new Set<string>();
  const sign = (subject: string, claims: JWTPayload, lifetimeMs: number) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: accessTokenType, kid: 'k1' })
      .setIssuer(defaultIssuer)
      .setAudience(accessTokenAudience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime(new Date(Date.now() + lifetimeMs))
      .sign(privateKey);
  const answerFor = (sessionId: string): SessionAnswer => {
    const memberId = Object.values(members).find((id) => sessionOf(id) === sessionId);
    return memberId && !ended.has(sessionId) ? { memberId, roles, membershipVersion: 0 } : null;
  };
  const fixture: FixtureAccess = {
    access: memberAccess({
      tokens: createAccessTokenVerifier({ keys }),
      sessions: createSessionGate((ids) =>
        fixture.isSilent
          ? new Promise(() => undefined)
          : Promise.resolve(new Map(ids.map((id) => [id, answerFor(id)]))),
      ),
      apps: createAppGate((ids) =>
        fixture.isSilent
          ? new Promise(() => undefined)
          : Promise.resolve(new Map(ids.map((id) => [id, revoked.has(id) ? null : true]))),
      ),
    }),
    isSilent: false,
    authorization: async (member, lifetimeMs = 600_000, appId) => {
      const memberId = members[member];
      const app = appId === undefined ? {} : { client_id: appId };
      const claims = { sid: sessionOf(memberId), roles, membershipVersion: 0, ...app };
      return `Bearer ${await sign(memberId, claims, lifetimeMs)}`;
    },
    appAuthorization: async (appId, scopes = []) =>
      `Bearer ${await sign(appId, { client_id: appId, scope: scopes.join(' ') }, 600_000)}`,
    revokeApp: (appId) => void revoked.add(appId),
    endSession: (member) => void ended.add(sessionOf(members[member])),
  };
  return fixture;
}
