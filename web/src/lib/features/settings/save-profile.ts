import { session } from '#lib/features/session/session.svelte.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import { UpdateProfileDocument, type UpdateProfileInput } from '#lib/graphql/generated/graphql.ts';

interface Refusal {
  readonly code: string;
  readonly field: string | null;
}

/** Answers null when saved, and shows what was saved everywhere. */
export async function saveProfile(input: UpdateProfileInput): Promise<Refusal | null> {
  const { data, error } = await graph.mutation(UpdateProfileDocument, { input }).toPromise();
  const result = data?.updateProfile;
  if (result?.__typename === 'InvalidInput') return result;
  if (!result) return { code: error ? codeOf(error) : 'INTERNAL', field: null };
  session.show(result.viewer);
  return null;
}
