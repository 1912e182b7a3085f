import { z } from 'zod';
import { newId, type Person } from './person.ts';

const created = z.object({ createApp: z.object({ secret: z.string() }) });
const granted = z.object({ access_token: z.string(), scope: z.string() });
const mutation = `mutation ($input: CreateAppInput!) {
  createApp(input: $input) { ... on CreateAppPayload { secret } }
}`;

/** An app that asks for itself. */
export interface App {
  readonly id: string;
  readonly accessToken: string;
}

/** Created by an administrator for an hour, with a token for everything that it may. */
export async function newApp(url: string, admin: Person, scopes: readonly string[]): Promise<App> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const input = { id, name: 'Dispatch', scopes, expiresAt };
  const { createApp } = await admin.read(created, mutation, { input });
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: createApp.secret };
  const response = await fetch(`${url}/auth/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { id, accessToken: granted.parse(await response.json()).access_token };
}
