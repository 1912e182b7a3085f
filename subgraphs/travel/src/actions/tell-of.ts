import type { Tx } from '@moim/kit/db/database.ts';
import { appendEvent } from '@moim/kit/events/append.ts';
import type { EventContract } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';

/**
 * How the world is told of one kind of thing, each of which counts its own events.
 *
 * @param nextSeq - of the thing's events; the caller holds its lock, or this takes it
 */
export const tellOf =
  (nextSeq: (tx: Tx, id: string) => Promise<number>) =>
  async <Payload>(
    tx: Tx,
    { newId, now }: Pick<Services, 'newId' | 'now'>,
    id: string,
    event: { readonly contract: EventContract<Payload>; readonly payload: Payload },
  ): Promise<void> => {
    const aggregateSeq = await nextSeq(tx, id);
    await appendEvent(tx, 'travel', {
      ...event,
      id: newId(),
      aggregateId: id,
      aggregateSeq,
      occurredAt: now(),
    });
  };
