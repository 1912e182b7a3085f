import { z } from 'zod';
import { clientWith, type MoimClient } from '../drive/moim-client.ts';

const session = z.object({ accessToken: z.string(), viewer: z.object({ id: z.string() }) });

/** Somebody at the public door of a running Moim. */
export interface DayClient extends MoimClient {
  readonly memberId: string;
  readonly handle: string;
  readonly accessToken: string;
}

export interface DayAccount {
  readonly handle: string;
  readonly password: string;
  /** Given: signs up with it. */
  readonly name?: string;
}

/** @throws {Error} when the server does not let them in */
export async function enter(url: string, account: DayAccount): Promise<DayClient> {
  const door = account.name === undefined ? 'log-in' : 'sign-up';
  const response = await fetch(`${url}/auth/${door}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'api', ...account }),
  });
  if (!response.ok) throw new Error(`${account.handle} may not enter ${url}: ${await response.text()}`);
  const { accessToken, viewer } = session.parse(await response.json());
  return { ...clientWith(url, accessToken), memberId: viewer.id, handle: account.handle, accessToken };
}
