import { z } from 'zod';
import type { IdQuery } from './pages.ts';

const session = z.object({ accessToken: z.string() });
const dayMs = 86_400_000;

export interface Account {
  readonly handle: string;
  readonly password: string;
}

/** The language of a profile goes before that of the browser. */
export async function speak(url: string, account: Account, language: 'ko' | 'en'): Promise<void> {
  const { accessToken } = await logIn(url, account);
  const query = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }';
  const variables = { input: { locale: language.toUpperCase() } };
  await post(`${url}/graphql`, { query, variables }, accessToken);
}

async function logIn(url: string, account: Account) {
  return session.parse(await post(`${url}/auth/log-in`, { client: 'api', ...account }));
}

/** The first id that the query of this person answers; the day around now are `$from` and `$until`. */
export async function findId(url: string, account: Account, { query, at }: IdQuery): Promise<string> {
  const { accessToken } = await logIn(url, account);
  const now = Date.now();
  const instant = (ms: number) => new Date(ms).toISOString();
  const variables = query.includes('$from')
    ? { from: instant(now - dayMs), until: instant(now + dayMs) }
    : {};
  const answer = await post(`${url}/graphql`, { query, variables }, accessToken);
  return z.string().parse(['data', ...at].reduce(enter, answer));
}

function enter(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return z.array(z.unknown()).parse(value)[Number(key)];
  return z.record(z.string(), z.unknown()).parse(value)[key];
}

async function post(url: string, body: unknown, accessToken?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return answer;
}
