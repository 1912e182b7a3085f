import type { Route, RouteRequest } from '@moim/kit/server/route.ts';
import { allowAttempt } from '../actions/allow-attempt.ts';
import { appTokenLifetimeSeconds, grantAppToken } from '../actions/grant-app-token.ts';
import { OAuthError, type OAuthErrorCode } from '../domain/oauth-error.ts';
import { RateLimitedError } from '../domain/rate-limited-error.ts';
import type { IdentitySettings } from '../settings.ts';
import { addressAttempt } from './address-attempt.ts';
import { readClientCredentials } from './client-credentials.ts';
import { readForm } from './read-form.ts';

/** OAuth 2 for apps that ask for themselves: RFC 6749 §4.4, errors as in §5.2. */
export const tokenRoute = (settings: IdentitySettings): Route => ({
  method: 'POST',
  path: '/auth/token',
  auth: 'public',
  handle: async (incoming) => {
    try {
      return await grant(incoming, settings);
    } catch (error) {
      return refusal(error);
    }
  },
});

async function grant({ request, services, clientAddress }: RouteRequest, settings: IdentitySettings) {
  await allowAttempt(services, [addressAttempt(clientAddress, settings)]);
  const form = await readForm(request);
  const credentials = readClientCredentials(request.headers.get('authorization'), form);
  assertGrantType(form.get('grant_type'));
  const { accessToken, scopes } = await grantAppToken(services, {
    ...credentials,
    scopes: form.get('scope')?.split(' ') ?? null,
    ...{ address: clientAddress, issuer: settings.issuer },
  });
  const token = { access_token: accessToken, token_type: 'Bearer', expires_in: appTokenLifetimeSeconds };
  return Response.json({ ...token, scope: scopes.join(' ') }, { headers: uncached });
}

function assertGrantType(grantType: string | undefined): void {
  if (grantType === undefined)
    throw new OAuthError('invalid_request', 'The parameter grant_type is missing.');
  if (grantType !== 'client_credentials')
    throw new OAuthError('unsupported_grant_type', 'Only client_credentials is granted here.');
}

/** RFC 6749 §5.1. */
const uncached = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** @throws what is not the client's affair: the host answers and logs it */
function refusal(error: unknown): Response {
  if (error instanceof RateLimitedError) {
    const { message, retryAfterSeconds } = error;
    const headers = { 'retry-after': String(retryAfterSeconds) };
    return answer('temporarily_unavailable', message, 429, headers);
  }
  if (!(error instanceof OAuthError)) throw error;
  const { code, message } = error;
  if (code !== 'invalid_client') return answer(code, message, 400);
  return answer(code, message, 401, { 'www-authenticate': 'Basic realm="moim"' });
}

function answer(
  error: OAuthErrorCode,
  message: string,
  status: number,
  headers: Record<string, string> = {},
) {
  return Response.json(
    { error, error_description: message },
    { status, headers: { ...uncached, ...headers } },
  );
}
