import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { session } from '#lib/features/session/session.svelte.ts';
import { graph } from '#lib/graphql/client.ts';
import { UpdateProfileDocument, type UpdateProfileInput } from '#lib/graphql/generated/graphql.ts';

/** Answers null when saved, and shows what was saved everywhere. */
export async function saveProfile(input: UpdateProfileInput): Promise<RefusedField | null> {
  const { data, error } = await graph.mutation(UpdateProfileDocument, { input }).toPromise();
  const result = data?.updateProfile;
  if (result?.__typename !== 'UpdateProfilePayload') return refusalOf(result, error);
  session.show(result.viewer);
  return null;
}
