/** AVAILABLE and HELD are the member's, the others the house's. */
export type Account = 'AVAILABLE' | 'HELD' | 'REVENUE' | 'GRANTS' | 'CLEARING';

export type TransferKind = 'TOP_UP' | 'GRANT' | 'HOLD' | 'RELEASE' | 'CHARGE';

/** Between which accounts credits move. */
const routes: Readonly<Record<TransferKind, { readonly from: Account; readonly to: Account }>> = {
  TOP_UP: { from: 'CLEARING', to: 'AVAILABLE' },
  GRANT: { from: 'GRANTS', to: 'AVAILABLE' },
  HOLD: { from: 'AVAILABLE', to: 'HELD' },
  RELEASE: { from: 'HELD', to: 'AVAILABLE' },
  CHARGE: { from: 'HELD', to: 'REVENUE' },
};

export interface Entry {
  readonly account: Account;
  /** Signed; the entries of a transfer add up to zero. */
  readonly amount: number;
}

/** The two entries of a transfer of `amount` credits. */
export function entriesOf(kind: TransferKind, amount: number): readonly [Entry, Entry] {
  const { from, to } = routes[kind];
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}

export interface WalletChange {
  /** Of what belongs to the member: available and held together. */
  readonly balance: number;
  readonly held: number;
}

/** What a transfer does to the member's wallet. */
export function walletChangeOf(kind: TransferKind, amount: number): WalletChange {
  const entries = entriesOf(kind, amount);
  const sumOf = (...accounts: Account[]) =>
    entries.filter(({ account }) => accounts.includes(account)).reduce((sum, entry) => sum + entry.amount, 0);
  return { balance: sumOf('AVAILABLE', 'HELD'), held: sumOf('HELD') };
}
