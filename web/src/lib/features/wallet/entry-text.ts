import type { WalletEntryKind } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

interface Entry {
  readonly kind: WalletEntryKind;
  readonly purpose: string;
  readonly purposeId: string | null;
}

/** Why the wallet changed, in words. */
export function entryText({ kind, purpose }: Entry): string {
  return (texts[`${kind} ${purpose}`] ?? texts[kind] ?? m.wallet_entry_other)();
}

const texts: Record<string, () => string> = {
  TOP_UP: m.wallet_entry_top_up,
  GRANT: m.wallet_entry_grant,
  HOLD: m.wallet_entry_hold,
  RELEASE: m.wallet_entry_release,
  CHARGE: m.wallet_entry_charge,
  'HOLD RECOMMENDATION': m.wallet_entry_hold_recommendation,
  'RELEASE RECOMMENDATION': m.wallet_entry_release_recommendation,
  'CHARGE RECOMMENDATION': m.wallet_entry_charge_recommendation,
};

/** Where it came from; null when there is nothing to open. */
export function entryHref({ purpose, purposeId }: Entry): string | null {
  if (purpose !== 'RECOMMENDATION' || !purposeId) return null;
  return `/travel?tab=recommendations#recommendation-${purposeId}`;
}

/** +1,000 · −100; with a true minus sign, and nothing for 0. */
export function signedCredits(credits: number, locale: string): string {
  if (credits === 0) return '';
  return credits.toLocaleString(locale, { signDisplay: 'always' }).replace('-', '−');
}
