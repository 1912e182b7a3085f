import { z } from 'zod';
import { ForbiddenError } from '@moim/kit/errors/domain-error.ts';
import type { IdentitySettings } from '../settings.ts';

/**
 * `browser` (when nothing is said): the refresh token is a cookie that no script can read.
 * `api`: both tokens are in the JSON, cookies are neither read nor set.
 */
export const clientKind = z.enum(['browser', 'api']).default('browser');
export type ClientKind = z.output<typeof clientKind>;

type WebOrigins = Pick<IdentitySettings, 'webOrigins'>;

/**
 * Keeps other sites from logging a browser in, out or on, beside what SameSite=Strict does. A
 * browser always says where a POST comes from; who does not say it is no browser.
 *
 * @throws {ForbiddenError} for a browser client's request that does not come from our own pages
 */
export function assertOwnPage(request: Request, client: ClientKind, { webOrigins }: WebOrigins): void {
  if (client === 'browser' && !isFromOwnPage(request) && !isFromNamedPage(request, webOrigins))
    throw new ForbiddenError(
      'A browser logs in from the product\'s own pages; other clients send "client": "api".',
    );
}

/** Another origin that was named, of our own site: the refresh cookie never crosses sites. */
function isFromNamedPage({ headers }: Request, webOrigins: readonly string[]): boolean {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  return origin !== null && webOrigins.includes(origin) && (site === null || site === 'same-site');
}

function isFromOwnPage({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === ownHost(headers, url);
}

/** The proxy that speaks TLS may talk to us under another scheme, but for the same host. */
const ownHost = (headers: Headers, url: string): string => headers.get('host') ?? new URL(url).host;
