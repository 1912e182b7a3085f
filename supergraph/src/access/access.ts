import type { AccessTokenVerifier } from '@moim/kit/auth/access-token-verifier.ts';
import { bearerToken } from '@moim/kit/server/authenticate.ts';
import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Soon } from '../execution/soon.ts';
import { Caller } from '../graph/caller.ts';
import type { SessionGate } from './session-gate.ts';

/** What a client presented, checked once: may be asked again and again for who it stands for now. */
export interface Credential {
  /** Whose it is; null for nobody. */
  readonly memberId: string | null;
  /** Where it was presented, as far as we believe it; absent: that was not asked. */
  readonly address?: string;
  /** Who asks, as of now. @throws {UnauthenticatedError} expired meanwhile, or the session has ended */
  caller(requestId: string): Soon<Caller>;
}

/** How the supergraph finds out who asks. */
export interface Access {
  /** @throws {UnauthenticatedError} for a header that is there and not valid; none is nobody */
  present(authorization: string | null): Soon<Credential>;
}

export interface MemberAccessOptions {
  readonly tokens: AccessTokenVerifier;
  readonly sessions: SessionGate;
  readonly now?: () => Date;
}

/** Identity's access tokens: unexpired, and their session alive, at every operation. */
export function memberAccess({ tokens, sessions, now = () => new Date() }: MemberAccessOptions): Access {
  return {
    async present(authorization) {
      if (authorization === null) return nobody;
      const token = bearerToken(authorization);
      if (token === null) throw new UnauthenticatedError();
      const { viewer, expiresAt, appId } = await tokens.verify(token);
      const current = async (): Promise<Viewer> => {
        const alive = now() < expiresAt ? await sessions.check(viewer) : null;
        if (!alive) throw new UnauthenticatedError();
        return alive;
      };
      return {
        memberId: viewer.memberId,
        caller: async (requestId) =>
          new Caller({ viewer: await current(), isService: false, requestId }, { appId }),
      };
    },
  };
}

const nobody: Credential = {
  memberId: null,
  caller: (requestId) => new Caller({ viewer: null, isService: false, requestId }),
};

/** In front of a foreign supergraph: whoever asks may, and their own header reaches the subgraphs. */
export const openAccess: Access = {
  present: (authorization) => ({
    memberId: null,
    caller: (requestId) =>
      new Caller(
        { viewer: null, isService: false, requestId },
        authorization === null ? {} : { authorization },
      ),
  }),
};
