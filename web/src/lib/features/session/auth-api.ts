import * as v from 'valibot';
import { apiCredentials, apiUrl } from '#lib/graphql/api-url.ts';

/** What `/auth/*` answers when it lets someone in. The refresh token stays in its cookie. */
const grantSchema = v.object({ accessToken: v.string() });
const refusalSchema = v.object({
  error: v.object({ code: v.string(), field: v.optional(v.nullable(v.string())) }),
});

export interface Refusal {
  readonly ok: false;
  /** A public code, or NETWORK when nothing answered. */
  readonly code: string;
  readonly field: string | null;
}

export type Grant = { readonly ok: true; readonly accessToken: string };

export interface SignUpForm {
  readonly name: string;
  readonly handle: string;
  readonly password: string;
  readonly locale: 'KO' | 'EN';
  readonly timeZone: string;
}

export interface LogInForm {
  readonly handle: string;
  readonly password: string;
}

export function requestSignUp(form: SignUpForm): Promise<Grant | Refusal> {
  return requestGrant('sign-up', form);
}

export function requestLogIn(form: LogInForm): Promise<Grant | Refusal> {
  return requestGrant('log-in', form);
}

export function requestRefresh(): Promise<Grant | Refusal> {
  return requestGrant('refresh', {});
}

/** Ends the session on the server; the answer does not matter to someone who is leaving. */
export async function requestLogOut(accessToken: string | null): Promise<void> {
  await post('log-out', {}, accessToken).catch(() => null);
}

async function requestGrant(path: string, body: object): Promise<Grant | Refusal> {
  const response = await post(path, body).catch(() => null);
  if (!response) return { ok: false, code: 'NETWORK', field: null };

  const answer: unknown = await response.json().catch(() => null);
  const grant = v.safeParse(grantSchema, answer);
  if (response.ok && grant.success) return { ok: true, accessToken: grant.output.accessToken };

  const refusal = v.safeParse(refusalSchema, answer);
  if (!refusal.success) return { ok: false, code: 'INTERNAL', field: null };
  const { code, field } = refusal.output.error;
  return { ok: false, code, field: field ?? null };
}

function post(path: string, body: object, accessToken: string | null = null): Promise<Response> {
  return fetch(apiUrl(`/auth/${path}`), {
    method: 'POST',
    credentials: apiCredentials,
    headers: {
      'content-type': 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify(body),
  });
}
