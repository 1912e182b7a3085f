import type { AccessTokenVerifier } from '../auth/access-token-verifier.ts';
import type { InternalTokenVerifier } from '../auth/internal-token.ts';
import type { OperationIdentity } from '../auth/viewer.ts';
import { UnauthenticatedError } from '../errors/domain-error.ts';
import { newUuid } from '../ids/uuid.ts';

/** What a caller presents: the supergraph sends the first, other routers and tools the second. */
export interface Credentials {
  /** Header `x-moim-internal`, or `internalToken` on a socket. */
  readonly internalToken: string | null;
  /** `Bearer <access token>`. */
  readonly authorization: string | null;
  /** Correlates log lines; made here when the caller has none. */
  readonly requestId: string | null;
  /** Where the client is, as the supergraph says; believed only beside its token. */
  readonly clientAddress?: string | null;
}

/** @throws {UnauthenticatedError} for missing, forged, expired or unaccepted credentials */
export type Authenticate = (credentials: Credentials) => Promise<OperationIdentity>;

export const internalTokenHeader = 'x-moim-internal';
export const requestIdHeader = 'x-request-id';
export const clientAddressHeader = 'x-moim-client-address';

interface AuthenticateOptions {
  readonly internalTokens: InternalTokenVerifier;
  /** Absent: only the supergraph may call. */
  readonly accessTokens?: AccessTokenVerifier;
}

/** Believes the supergraph's token first, then an access token where those are accepted. */
export function createAuthenticate({ internalTokens, accessTokens }: AuthenticateOptions): Authenticate {
  return async ({ internalToken, authorization, requestId, clientAddress }) => {
    const id = requestId ?? newUuid();
    if (internalToken !== null) {
      const signed = await internalTokens.verify(internalToken);
      return { ...signed, requestId: id, ...(clientAddress ? { clientAddress } : {}) };
    }
    const accessToken = bearerToken(authorization);
    if (!accessTokens || accessToken === null) throw new UnauthenticatedError();
    const { viewer } = await accessTokens.verify(accessToken);
    if (!viewer) throw new UnauthenticatedError(); // an app's is looked up by the supergraph alone
    return { viewer, isService: false, requestId: id };
  };
}

/** RFC 6750: the scheme's name is case-insensitive. */
export function bearerToken(authorization: string | null): string | null {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** What an HTTP request presents. */
export function credentialsOf(headers: Pick<Headers, 'get'>): Credentials {
  return {
    internalToken: headers.get(internalTokenHeader),
    authorization: headers.get('authorization'),
    requestId: headers.get(requestIdHeader),
    clientAddress: headers.get(clientAddressHeader),
  };
}
