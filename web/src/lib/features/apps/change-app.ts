import { errorText } from '#lib/errors/error-text.ts';
import { fieldOf, type RefusedField } from '#lib/errors/field-of.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  type AppFieldsFragment,
  CreateAppDocument,
  type CreateAppInput,
  RevokeAppDocument,
} from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export const appFields = ['name', 'scopes', 'expiresAt'] as const;
export type AppField = (typeof appFields)[number];

export interface NewApp {
  readonly app: AppFieldsFragment;
  /** In this answer and nowhere else. */
  readonly secret: string;
}

const fieldTexts: Readonly<Record<AppField, () => string>> = {
  name: m.apps_error_name,
  scopes: m.apps_error_scopes,
  expiresAt: m.apps_error_expires,
};

/** The app with its secret, or why there is none. */
export async function createApp(input: CreateAppInput): Promise<NewApp | RefusedField> {
  const { data, error } = await graph.mutation(CreateAppDocument, { input }).toPromise();
  const result = data?.createApp;
  if (result?.__typename === 'CreateAppPayload') return { app: result.app, secret: result.secret };
  const path = result?.field ?? null;
  const field = fieldOf(path, appFields);
  if (field) return { text: fieldTexts[field](), field };
  // The id is made anew for each form: it is taken only when this form was sent before, and the answer was lost.
  if (result?.__typename === 'Conflict')
    return { text: path === null ? m.apps_error_too_many() : m.apps_error_lost(), field };
  return { text: errorText(result?.code ?? (error ? codeOf(error) : 'INTERNAL')), field };
}

/** Null when it is revoked. */
export async function revokeApp(appId: string): Promise<string | null> {
  const { data, error } = await graph.mutation(RevokeAppDocument, { input: { appId } }).toPromise();
  const result = data?.revokeApp;
  if (result?.__typename === 'RevokeAppPayload') return null;
  if (result?.__typename === 'NotFound') return m.apps_gone();
  return errorText(result?.code ?? (error ? codeOf(error) : 'INTERNAL'));
}
