import { rememberVerified } from '@moim/kit/auth/remember-verified.ts';
import { createAccessTokenVerifier, remoteKeySet } from '@moim/kit/auth/access-token-verifier.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { askIdentityForApps, createAppGate } from './app-gate.ts';
import { type Access, memberAccess } from './access.ts';
import { askIdentity, createSessionGate } from './session-gate.ts';

export interface IdentityAccessOptions {
  /** The connection to identity: its published keys and its sessions are asked for over it. */
  readonly identity: SubgraphConnection;
  readonly issuer?: string;
  readonly now?: () => Date;
}

/** Who asks, according to the identity subgraph, wherever it runs. */
export function identityAccess({ identity, issuer, now }: IdentityAccessOptions): Access {
  const keys = remoteKeySet(new URL('http://identity.internal/auth/jwks.json'), (url, { headers, signal }) =>
    identity.fetch(new Request(url, { headers, signal }), {
      identity: { viewer: null, isService: true, requestId: newUuid() },
      clientAddress: '',
    }),
  );
  const clock = now ? { now } : {};
  return memberAccess({
    tokens: rememberVerified(
      createAccessTokenVerifier({ keys, ...(issuer === undefined ? {} : { issuer }), ...clock }),
      clock.now,
    ),
    sessions: createSessionGate(askIdentity(identity)),
    apps: createAppGate(askIdentityForApps(identity)),
    ...clock,
  });
}
