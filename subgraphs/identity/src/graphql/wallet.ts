import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { forwardPage } from '@moim/kit/graphql/forward-page.ts';
import { findTransfers, findWallet, type TransferRow, type WalletRow } from '../db/ledger.ts';
import { walletChangeOf } from '../domain/ledger.ts';
import { builder } from './builder.ts';
import { Viewer } from './refs.ts';

const WalletEntryKind = builder.enumType('WalletEntryKind', {
  description: 'What happened to the credits.',
  values: {
    TOP_UP: { description: 'Bought, and paid for.' },
    GRANT: { description: 'Given by the house.' },
    HOLD: { description: 'Put aside for something that was asked for.' },
    RELEASE: { description: 'No longer put aside: nothing came of it.' },
    CHARGE: { description: 'Paid for what came.' },
  },
});

const WalletEntry = builder.objectRef<TransferRow>('WalletEntry').implement({
  description: 'One movement of credits. Entries are only ever added.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names this movement for good.' }),
    seq: t.exposeInt('seq', { description: '1, 2, 3 … in this wallet, without a gap.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    kind: t.expose('kind', { type: WalletEntryKind, description: 'What happened.' }),
    amountCredits: t.int({
      description: 'Signed change of the balance; 0 for a hold and a release.',
      resolve: ({ kind, amount }) => walletChangeOf(kind, amount).balance,
    }),
    heldCredits: t.int({
      description: 'Signed change of what is held.',
      resolve: ({ kind, amount }) => walletChangeOf(kind, amount).held,
    }),
    balanceCredits: t.exposeInt('balanceAfter', { description: 'The balance after this movement.' }),
    purpose: t.exposeString('purpose', { description: 'What it was for, e.g. `RECOMMENDATION`.' }),
    purposeId: t.exposeID('purposeId', {
      nullable: true,
      description: 'Id of what it was for, e.g. of the recommendation.',
    }),
  }),
});

const WalletEntryConnection = builder.connectionObject(
  { type: WalletEntry, name: 'WalletEntryConnection', description: 'A page of movements.' },
  { name: 'WalletEntryConnectionEdge', description: 'A movement in the list.' },
);

const Wallet = builder.objectRef<WalletRow>('Wallet').implement({
  description: 'Credits of the viewer, by double entry.',
  fields: (t) => ({
    balanceCredits: t.exposeInt('balance', { description: 'What belongs to the viewer.' }),
    heldCredits: t.exposeInt('held', { description: 'What of it is put aside for something in progress.' }),
    availableCredits: t.int({
      description: 'The balance less what is held: what can be spent.',
      resolve: ({ balance, held }) => balance - held,
    }),
    entries: t.field({
      type: WalletEntryConnection,
      description: 'Movements, the last one first.',
      args: forwardPage(t),
      resolve: async ({ memberId }, args, { db }) => {
        const page = toPage(args);
        const transfers = await findTransfers(db, memberId, toSeq(page.after), page.size + 1);
        return toConnection(
          transfers,
          page,
          ({ seq }) => String(seq),
          (transfer) => transfer,
        );
      },
    }),
  }),
});

builder.objectField(Viewer, 'wallet', (t) =>
  t.field({
    type: Wallet,
    nullable: true,
    description: 'The credits of the viewer; a new one is empty.',
    directives: { perViewer: {} },
    resolve: ({ memberId }, _, { db }) => findWallet(db, memberId),
  }),
);

function toSeq(key: string | null): number | null {
  if (key === null) return null;
  if (!/^[1-9]\d{0,9}$/.test(key)) throw new InvalidInputError('after', 'This is not a cursor of this list.');
  return Number(key);
}
