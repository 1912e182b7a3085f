import { newUuid } from '@moim/kit/ids/uuid.ts';
import { logInAs } from '../person.ts';
import { houseAdmin } from './house-admin.ts';

/** An app of the house for a day; answers its id. */
export async function newApp(url: string): Promise<string> {
  const admin = await logInAs(url, houseAdmin);
  const id = newUuid();
  const input = { id, name: 'Door display', scopes: ['rooms:read', 'weather:read'] };
  await admin.data(
    `mutation ($input: CreateAppInput!) { createApp(input: $input) { ... on CreateAppPayload { app { id } } } }`,
    { input: { ...input, expiresAt: new Date(Date.now() + 86_400_000).toISOString() } },
  );
  await admin.close();
  return id;
}
