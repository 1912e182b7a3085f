import type { AccessTokenVerifier } from '@moim/kit/auth/access-token-verifier.ts';
import { bearerToken } from '@moim/kit/server/authenticate.ts';
import type { AppIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import { UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Soon } from '../execution/soon.ts';
import { Caller } from '../graph/caller.ts';
import { type AppGate, noApps } from './app-gate.ts';
import type { SessionGate } from './session-gate.ts';

/** What a client presented, checked once: may be asked again and again for who it stands for now. */
export interface Credential {
  /** Whose it is; null for nobody, and for an app. */
  readonly memberId: string | null;
  /** Where it was presented, as far as we believe it; absent: that was not asked. */
  readonly address?: string;
  /** The app that asks for itself; absent where a member does, or nobody. */
  readonly appId?: string | undefined;
  /** In front of a foreign supergraph, what tells those apart of whom we know nothing; absent where we do. */
  readonly stranger?: string | undefined;
  /** Who asks, as of now. @throws {UnauthenticatedError} expired meanwhile, or the session has ended */
  caller(requestId: string): Soon<Caller>;
}

/** What tells two apart that somebody holds; null: nobody does. */
export const holderOf = ({ memberId, appId }: Pick<Credential, 'memberId' | 'appId'>): string | null =>
  memberId ?? (appId === undefined ? null : `app:${appId}`);

/** How the supergraph finds out who asks. */
export interface Access {
  /** @throws {UnauthenticatedError} for a header that is there and not valid; none is nobody */
  present(authorization: string | null): Soon<Credential>;
}

export interface MemberAccessOptions {
  readonly tokens: AccessTokenVerifier;
  readonly sessions: SessionGate;
  /** Absent: there are no apps. */
  readonly apps?: AppGate;
  readonly now?: () => Date;
}

/** Identity's access tokens: unexpired, and their session or their app alive, at every operation. */
export function memberAccess(options: MemberAccessOptions): Access {
  const { tokens, sessions, apps = noApps, now = () => new Date() } = options;
  return {
    async present(authorization) {
      if (authorization === null) return nobody;
      const token = bearerToken(authorization);
      if (token === null) throw new UnauthenticatedError();
      const verified = await tokens.verify(token);
      const isCurrent = () => now() < verified.expiresAt;
      return verified.viewer
        ? ofMember(verified.viewer, verified.appId, { isCurrent, sessions })
        : ofApp({ id: verified.appId, scopes: verified.scopes }, { isCurrent, apps });
    },
  };
}

function ofMember(
  viewer: Viewer,
  appId: string | null,
  { isCurrent, sessions }: { readonly isCurrent: () => boolean; readonly sessions: SessionGate },
): Credential {
  const current = async (): Promise<Viewer> => {
    const alive = isCurrent() ? await sessions.check(viewer) : null;
    if (!alive) throw new UnauthenticatedError();
    return alive;
  };
  return {
    memberId: viewer.memberId,
    caller: async (requestId) =>
      new Caller({ viewer: await current(), isService: false, requestId }, { appId }),
  };
}

function ofApp(
  app: AppIdentity,
  { isCurrent, apps }: { readonly isCurrent: () => boolean; readonly apps: AppGate },
): Credential {
  return {
    ...{ memberId: null, appId: app.id },
    caller: async (requestId) => {
      if (!isCurrent() || !(await apps.isAlive(app.id))) throw new UnauthenticatedError();
      return new Caller({ viewer: null, app, isService: false, requestId }, { appId: app.id });
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
    ...{ memberId: null, stranger: authorization ?? undefined },
    caller: (requestId) =>
      new Caller(
        { viewer: null, isService: false, requestId },
        authorization === null ? {} : { authorization },
      ),
  }),
};
