import { SignJWT } from 'jose';
import { accessTokenAudience, accessTokenType } from '@moim/kit/auth/access-token-verifier.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { type AppRow, findApp, markAppUsed } from '../db/apps.ts';
import { appStateOf } from '../domain/app.ts';
import { appAtAddressLimit } from '../domain/attempts.ts';
import { OAuthError } from '../domain/oauth-error.ts';
import { allowAttempt, forgetAttempts } from './allow-attempt.ts';
import { isAppSecret } from './app-secret.ts';
import { activeSigningKey } from './signing-key.ts';

/** As long as that of a member, in seconds. */
export const appTokenLifetimeSeconds = 600;

export interface GrantAppToken {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Those that are asked for; null: all that the app has. */
  readonly scopes: readonly string[] | null;
  /** Where the request comes from. */
  readonly address: string;
  readonly issuer: string;
}

export interface AppToken {
  readonly accessToken: string;
  readonly scopes: readonly string[];
}

/**
 * Client credentials (RFC 6749 §4.4). An unknown app, a wrong secret, a revoked and an expired app answer the same.
 *
 * @throws {OAuthError} `invalid_client`, `invalid_scope`
 * @throws {RateLimitedError} after too many attempts
 */
export async function grantAppToken(services: Services, asked: GrantAppToken): Promise<AppToken> {
  const { clientId, address } = asked;
  const attempts = [{ subject: `app ${clientId.toLowerCase()} at ${address}`, limit: appAtAddressLimit }];
  await allowAttempt(services, attempts);
  const app = await authenticate(services, asked);
  services.log.info(
    { appId: isUuid(clientId) ? clientId : null, address, isRight: app !== null },
    'app token',
  );
  if (!app) throw new OAuthError('invalid_client', 'The client is not known, or its secret is wrong.');
  await forgetAttempts(services, attempts);
  const scopes = scopesOf(app, asked.scopes);
  await markAppUsed(services.db.write, app.id, services.now().toISOString().slice(0, 10));
  return { accessToken: await sign(services, app.id, scopes, asked.issuer), scopes };
}

async function authenticate(
  { db, now }: Services,
  { clientId, clientSecret }: GrantAppToken,
): Promise<AppRow | null> {
  const app = isUuid(clientId) ? await findApp(db.write, clientId.toLowerCase()) : null;
  const isRight = isAppSecret(clientSecret, app?.secretHash ?? null);
  return app && isRight && appStateOf(app, now()) === 'ACTIVE' ? app : null;
}

/** @throws {OAuthError} for one that the app does not have */
function scopesOf({ scopes }: AppRow, asked: readonly string[] | null): readonly string[] {
  if (asked === null) return scopes;
  if (!asked.every((one) => scopes.includes(one)))
    throw new OAuthError('invalid_scope', 'The app was not given one of these scopes.');
  return scopes.filter((one) => asked.includes(one));
}

/** RFC 9068: without a member the subject is the app. */
async function sign(
  services: Services,
  appId: string,
  scopes: readonly string[],
  issuer: string,
): Promise<string> {
  const { kid, privateKey } = await activeSigningKey(services);
  const nowSeconds = Math.floor(services.now().getTime() / 1_000);
  return new SignJWT({ client_id: appId, scope: scopes.join(' ') })
    .setProtectedHeader({ alg: 'EdDSA', typ: accessTokenType, kid })
    .setIssuer(issuer)
    .setAudience(accessTokenAudience)
    .setSubject(appId)
    .setJti(services.newId())
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + appTokenLifetimeSeconds)
    .sign(privateKey);
}
