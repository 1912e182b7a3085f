import { z } from 'zod';
import type { Route } from '@moim/kit/server/route.ts';
import { allowAttempt } from '../actions/allow-attempt.ts';
import { openSession } from '../actions/open-session.ts';
import { signUp } from '../actions/sign-up.ts';
import type { IdentitySettings } from '../settings.ts';
import { addressAttempt } from './address-attempt.ts';
import { assertOwnPage, clientKind } from './client.ts';
import { sayingWhenToRetry } from './rate-limited-response.ts';
import { readJson } from './read-json.ts';
import { sessionResponse } from './session-response.ts';

const body = z.strictObject({
  client: clientKind,
  handle: z.string(),
  password: z.string(),
  name: z.string(),
  locale: z.string().optional(),
  timeZone: z.string().optional(),
});

/** 201 with a session; 409 CONFLICT when the handle is taken. */
export const signUpRoute = (settings: IdentitySettings): Route => ({
  method: 'POST',
  path: '/auth/sign-up',
  auth: 'public',
  handle: sayingWhenToRetry(async ({ request, services, clientAddress }) => {
    const { client, ...account } = await readJson(request, body);
    assertOwnPage(request, client, settings);
    await allowAttempt(services, [addressAttempt(clientAddress, settings)]);
    const tokens = await openSession(services, await signUp(services, account));
    return sessionResponse(services, { tokens, client, issuer: settings.issuer, status: 201 });
  }),
});
