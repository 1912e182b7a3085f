import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  accessTokenAudience,
  accessTokenType,
  createAccessTokenVerifier,
  defaultIssuer,
  localKeySet,
} from '@moim/kit/auth/access-token-verifier.ts';
import { type Access, memberAccess } from '../access/access.ts';
import { createSessionGate, type SessionAnswer } from '../access/session-gate.ts';
import type { Role } from '@moim/kit/auth/viewer.ts';
import { type MemberName, members } from './members.ts';

export interface FixtureAccess {
  readonly access: Access;
  /** `Bearer …`, real and signed; expires after `lifetimeMs`; of an app that asks for the member where one is named. */
  authorization(member: MemberName, lifetimeMs?: number, appId?: string): Promise<string>;
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
    }),
    isSilent: false,
    authorization: async (member, lifetimeMs = 600_000, appId) => {
      const memberId = members[member];
      const app = appId === undefined ? {} : { client_id: appId };
      const claims = { sid: sessionOf(memberId), roles, membershipVersion: 0, ...app };
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'EdDSA', typ: accessTokenType, kid: 'k1' })
        .setIssuer(defaultIssuer)
        .setAudience(accessTokenAudience)
        .setSubject(memberId)
        .setIssuedAt()
        .setExpirationTime(new Date(Date.now() + lifetimeMs))
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    endSession: (member) => void ended.add(sessionOf(members[member])),
  };
  return fixture;
}
