import { wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import {
  type AppFieldsFragment,
  CreateAppDocument,
  type CreateAppInput,
  RevokeAppDocument,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export const appFields = ['name', 'scopes', 'expiresAt'] as const;

export interface NewApp {
  readonly app: AppFieldsFragment;
  /** In this answer and nowhere else. */
  readonly secret: string;
}

const words = wordsOf({
  name: m.apps_error_name,
  scopes: m.apps_error_scopes,
  expiresAt: m.apps_error_expires,
});

/** The app with its secret, or why there is none. */
export async function createApp(input: CreateAppInput): Promise<NewApp | RefusedField> {
  const { data, error } = await graph.mutation(CreateAppDocument, { input }).toPromise();
  const result = data?.createApp;
  if (result?.__typename === 'CreateAppPayload') return { app: result.app, secret: result.secret };
  // The id is made anew for each form: it is taken only when this form was sent before, and the answer was lost.
  if (result?.__typename === 'Conflict')
    return { text: result.field === null ? m.apps_error_too_many() : m.apps_error_lost(), field: null };
  return refusalOf(result, error, words);
}

/** Null when it is revoked. */
export async function revokeApp(appId: string): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(RevokeAppDocument, { input: { appId } }).toPromise();
  const result = data?.revokeApp;
  if (result?.__typename === 'RevokeAppPayload') return null;
  if (result?.__typename === 'NotFound') return { text: m.apps_gone(), field: null };
  return refusalOf(result, error);
}
