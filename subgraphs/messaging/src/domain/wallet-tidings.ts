import { walletChanged } from '@moim/schema/contracts/identity.ts';
import { tidings, type Tidings, type TidingsEvent } from './tidings.ts';

/** What an event of identity means to the owner of a wallet; null for any other event. */
export function walletTidings({ name, payload }: TidingsEvent): Tidings | null {
  if (name !== walletChanged.name) return null;
  const { memberId } = walletChanged.payload.parse(payload);
  return tidings({
    subject: { kind: 'WALLET', id: memberId },
    told: [{ memberIds: [memberId], kind: null }],
  });
}
