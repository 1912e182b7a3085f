import type { Services } from '@moim/kit/server/services.ts';
import { positionOwnerHeader } from '@moim/kit/server/written-position.ts';
import { issueAccessToken } from '../actions/issue-access-token.ts';
import type { SessionTokens } from '../actions/session-tokens.ts';
import type { ClientKind } from './client.ts';
import { refreshCookie } from './refresh-cookie.ts';

export interface SessionAnswer {
  readonly tokens: SessionTokens;
  readonly client: ClientKind;
  readonly issuer: string;
  readonly status?: number;
}

/** The same JSON for sign-up, log-in and refresh; never cached. */
export async function sessionResponse(services: Services, answer: SessionAnswer): Promise<Response> {
  const { tokens, client, issuer, status = 200 } = answer;
  const { viewer, refreshToken, refreshTokenExpiresAt } = tokens;
  const access = await issueAccessToken(services, viewer, issuer);
  const body = { ...access, viewer: { id: viewer.memberId, roles: viewer.roles } };
  const headers = new Headers({ 'cache-control': 'no-store', [positionOwnerHeader]: viewer.memberId });
  if (client === 'api')
    return Response.json({ ...body, refreshToken, refreshTokenExpiresAt }, { status, headers });
  headers.append('set-cookie', refreshCookie(refreshToken, refreshTokenExpiresAt));
  return Response.json(body, { status, headers });
}
