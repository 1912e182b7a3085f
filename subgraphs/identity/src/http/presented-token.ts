import { z } from 'zod';
import type { IdentitySettings } from '../settings.ts';
import { assertOwnPage, type ClientKind, clientKind } from './client.ts';
import { readJson } from './read-json.ts';
import { readRefreshCookie } from './refresh-cookie.ts';

const body = z.strictObject({ client: clientKind, refreshToken: z.string().optional() });

export interface PresentedToken {
  readonly client: ClientKind;
  readonly token: string | null;
}

/**
 * The refresh token from the one place where this kind of client has it.
 *
 * @throws {InvalidInputError} for a body of another shape
 * @throws {ForbiddenError} for a cookie that another site makes a browser send
 */
export async function presentedToken(
  request: Request,
  settings: Pick<IdentitySettings, 'webOrigins'>,
): Promise<PresentedToken> {
  const { client, refreshToken = null } = await readJson(request, body);
  assertOwnPage(request, client, settings);
  return { client, token: client === 'api' ? refreshToken : readRefreshCookie(request.headers) };
}
