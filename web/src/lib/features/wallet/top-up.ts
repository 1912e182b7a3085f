import { apiUrl } from '#lib/graphql/api-url.ts';
import { wordsOf } from '#lib/errors/error-text.ts';
import type { RefusedField } from '#lib/errors/field-of.ts';
import { refusalOf } from '#lib/errors/refusal.ts';
import { graph } from '#lib/graphql/client.ts';
import { TopUpDocument, type TopUpState } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PendingTopUp } from './pending-top-up.ts';

export interface TopUp {
  readonly state: TopUpState;
  /** Null once there is nothing to pay. */
  readonly checkoutUrl: string | null;
}

const words = wordsOf({ credits: m.wallet_error_credits });

/** Asked with an id that is known already it changes nothing, and answers how that top-up stands. */
export async function requestTopUp({ id, credits }: PendingTopUp): Promise<TopUp | RefusedField> {
  const { data, error } = await graph.mutation(TopUpDocument, { input: { id, credits } }).toPromise();
  const result = data?.topUp;
  return result?.__typename === 'TopUpPayload' ? result.topUp : refusalOf(result, error, words);
}

/** The provider's page, only when it is a page: an address of another kind must not run. */
export function openCheckout(checkoutUrl: string): void {
  const url = new URL(apiUrl(checkoutUrl));
  if (url.protocol === 'https:' || url.protocol === 'http:') location.assign(url);
}
