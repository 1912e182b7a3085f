import type { Tx } from '@moim/kit/db/database.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { InboxEntry } from '../db/inboxes.ts';

export const inboxTopic = (memberId: string): string => wakeUpTopic('inbox', memberId);

/** Wakes whoever follows these inboxes, once the entries are there to be read. */
export function wakeInboxes(tx: Tx, { bus }: Pick<Services, 'bus'>, entries: readonly InboxEntry[]): void {
  tx.afterCommit(() => {
    for (const { memberId, seq } of entries) void bus.publish(inboxTopic(memberId), { seq });
  });
}
