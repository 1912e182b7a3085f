import { apiUrl } from '#lib/graphql/api-url.ts';
import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import { TopUpDocument, type TopUpState } from '#lib/graphql/generated/graphql.ts';
import type { PendingTopUp } from './pending-top-up.ts';

export type TopUpOutcome =
  | { readonly state: TopUpState; readonly checkoutUrl: string | null; readonly code: null }
  | { readonly state: null; readonly checkoutUrl: null; readonly code: string };

/** Asked with an id that is known already it changes nothing, and answers how that top-up stands. */
export async function requestTopUp({ id, credits }: PendingTopUp): Promise<TopUpOutcome> {
  const { data, error } = await graph.mutation(TopUpDocument, { input: { id, credits } }).toPromise();
  const result = data?.topUp;
  if (result?.__typename === 'TopUpPayload') {
    const { state, checkoutUrl } = result.topUp;
    return { state, checkoutUrl, code: null };
  }
  return { state: null, checkoutUrl: null, code: result?.code ?? (error ? codeOf(error) : 'INTERNAL') };
}

/** The provider's page, only when it is a page: an address of another kind must not run. */
export function openCheckout(checkoutUrl: string): void {
  const url = new URL(apiUrl(checkoutUrl));
  if (url.protocol === 'https:' || url.protocol === 'http:') location.assign(url);
}
