import { inbox } from '#lib/features/messaging/inbox.svelte.ts';

/**
 * The day and the inbox's first cursor are asked for side by side: when the cursor was read after the
 * day was, what lies between is told by nobody, and the day is asked for once more.
 * Call it while a component initialises.
 *
 * @param daySeq - `Viewer.inboxSeq` as the day's own answer brings it
 */
export function catchUp(daySeq: () => number | null | undefined, reload: () => void): void {
  let readSeq: number | null = null; // of the first answer: the cache moves on with every other one
  $effect(() => {
    readSeq ??= daySeq() ?? null;
    if (readSeq === null || inbox.startSeq === null || inbox.startSeq <= readSeq) return;
    readSeq = inbox.startSeq;
    reload();
  });
}
