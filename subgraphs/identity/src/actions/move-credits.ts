import { walletChanged } from '@moim/schema/contracts/identity.ts';
import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { insertTransfer, type NewTransfer } from '../db/ledger.ts';

export type CreditMovement = Omit<NewTransfer, 'id' | 'at'>;

/**
 * Moves credits of one member and tells of it. False, and nothing written, when less is available.
 * The caller has made sure, under a lock of its own, that the cause is new.
 */
export async function moveCredits(
  tx: Tx,
  { newId, now }: Pick<Services, 'newId' | 'now'>,
  movement: CreditMovement,
): Promise<boolean> {
  const at = now();
  const wallet = await insertTransfer(tx, { ...movement, id: newId(), at });
  if (!wallet) return false;
  const { memberId, kind } = movement;
  await appendEvent(tx, 'identity', {
    contract: walletChanged,
    id: newId(),
    aggregateId: memberId,
    aggregateSeq: wallet.seq,
    payload: {
      ...{ memberId, walletSeq: wallet.seq, cause: kind },
      ...{ balanceCredits: wallet.balance, heldCredits: wallet.held },
    },
    occurredAt: at,
  });
  return true;
}
