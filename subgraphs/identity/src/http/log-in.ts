import { z } from 'zod';
import type { Route } from '@moim/kit/server/route.ts';
import { allowAttempt } from '../actions/allow-attempt.ts';
import { logIn } from '../actions/log-in.ts';
import type { IdentitySettings } from '../settings.ts';
import { addressAttempt } from './address-attempt.ts';
import { assertOwnPage, clientKind } from './client.ts';
import { sayingWhenToRetry } from './rate-limited-response.ts';
import { readJson } from './read-json.ts';
import { sessionResponse } from './session-response.ts';

const body = z.strictObject({ client: clientKind, handle: z.string().min(1), password: z.string().min(1) });

/** 200 with a session; 401 for an unknown handle and a wrong password alike. */
export const logInRoute = (settings: IdentitySettings): Route => ({
  method: 'POST',
  path: '/auth/log-in',
  auth: 'public',
  handle: sayingWhenToRetry(async ({ request, services, clientAddress }) => {
    const { client, handle, password } = await readJson(request, body);
    assertOwnPage(request, client, settings);
    await allowAttempt(services, [addressAttempt(clientAddress, settings)]);
    const tokens = await logIn(services, { handle, password, address: clientAddress });
    return sessionResponse(services, { tokens, client, issuer: settings.issuer });
  }),
});
