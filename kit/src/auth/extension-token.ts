import { createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, SignJWT } from 'jose';
import type { SignedIdentity } from './internal-token.ts';
import { rememberNewest } from './remember-newest.ts';

const lifetimeMs = 60_000;
/** A cached token always has at least 50 s left when it is sent. */
const reuseMs = 10_000;
/** Never that of an internal token: what an extension holds is nothing to our own subgraphs. */
const type = 'moim-extension+jwt';

export interface ExtensionTokenSigner {
  /** What extensions check the tokens with (RFC 7517). */
  readonly keys: JSONWebKeySet;
  /** A token about this identity for one extension, made at most 10 s ago. */
  sign(identity: SignedIdentity, extension: string): Promise<string>;
}

/**
 * Says who asks to subgraphs that are not ours. The audience is the extension's own name: passed on, the token is
 * good for nothing. `sub` and `roles` are the viewer's, `client_id` and `scope` those of an app that asks for itself,
 * all absent for nobody; `service` is true where the supergraph
 * asks for a stream that several viewers share.
 *
 * @param privateKey - Ed25519
 */
export async function createExtensionTokenSigner(
  privateKey: KeyObject,
  issuer: string,
  now: () => Date = () => new Date(),
): Promise<ExtensionTokenSigner> {
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  const cache = new Map<string, { token: Promise<string>; madeAtMs: number }>();
  const make = ({ isService, ...asking }: SignedIdentity, audience: string, atMs: number) =>
    new SignJWT({ ...claimsOf(asking), ...(isService ? { service: true } : {}) })
      .setProtectedHeader({ alg: 'EdDSA', typ: type, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(new Date(atMs))
      .setExpirationTime(new Date(atMs + lifetimeMs))
      .sign(privateKey);
  return {
    keys: { keys: [{ ...jwk, kid, alg: 'EdDSA', use: 'sig' }] },
    sign(identity, extension) {
      const key = JSON.stringify([extension, identity.isService, claimsOf(identity)]);
      const nowMs = now().getTime();
      const cached = cache.get(key);
      if (cached && nowMs - cached.madeAtMs < reuseMs) return cached.token;
      const token = make(identity, extension, nowMs);
      rememberNewest(cache, key, { token, madeAtMs: nowMs });
      return token;
    },
  };
}

/** Neither the session nor anything else of ours. */
function claimsOf({ viewer, app }: Pick<SignedIdentity, 'viewer' | 'app'>) {
  if (viewer) return { sub: viewer.memberId, roles: [...viewer.roles].sort() };
  return app ? { client_id: app.id, scope: [...app.scopes].sort().join(' ') } : {};
}
