import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { EventContract } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { nextPublicationEventSeq } from '../db/publications.ts';

/** Tells the world of this publication; takes its lock. */
export async function tellPublication<Payload>(
  tx: Tx,
  { newId, now }: Pick<Services, 'newId' | 'now'>,
  id: string,
  event: { readonly contract: EventContract<Payload>; readonly payload: Payload },
): Promise<void> {
  await appendEvent(tx, 'travel', {
    ...event,
    id: newId(),
    aggregateId: id,
    aggregateSeq: await nextPublicationEventSeq(tx, id),
    occurredAt: now(),
  });
}
