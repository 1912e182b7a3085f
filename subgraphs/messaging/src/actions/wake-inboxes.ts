import type { Tx } from '@moim/kit/db/database.ts';
import { wakeUpTopic } from '@moim/kit/events/wake-up.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { InboxEntry } from '../db/inboxes.ts';

export const inboxTopic = (memberId: string): string => wakeUpTopic('inbox', memberId);

/** Wakes whoever follows these inboxes, once the entries are there to be read. */
export function wakeInboxes(tx: Tx, { bus }: Pick<Services, 'bus'>, entries: readonly InboxEntry[]): void {
  const latest = new Map<string, number>();
  for (const { memberId, seq } of entries) latest.set(memberId, Math.max(seq, latest.get(memberId) ?? 0));
  tx.afterCommit(() => {
    for (const [memberId, seq] of latest) void bus.publish(inboxTopic(memberId), { seq });
  });
}
