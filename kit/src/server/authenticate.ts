import type { OperationIdentity } from '../auth/viewer.ts';

/** What a caller presents: the supergraph sends the first, other routers and tools the second. */
export interface Credentials {
  /** Header `x-moim-internal`, or `internalToken` on a socket. */
  readonly internalToken: string | null;
  /** `Bearer <access token>`. */
  readonly authorization: string | null;
}

/** @throws {UnauthenticatedError} for missing, forged, expired or unaccepted credentials */
export type Authenticate = (credentials: Credentials) => Promise<OperationIdentity>;

export const internalTokenHeader = 'x-moim-internal';

export function credentialsOf(headers: Headers): Credentials {
  return { internalToken: headers.get(internalTokenHeader), authorization: headers.get('authorization') };
}
