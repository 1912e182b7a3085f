import { checkChanges } from './check-changes.ts';
import { checkEffects } from './check-effects.ts';
import { checkInboxes } from './check-inboxes.ts';
import { checkLogs } from './check-logs.ts';
import { checkMessages } from './check-messages.ts';
import type { History } from './history.ts';

/** What the history breaks of what we promise, one sentence each; empty is right. */
export function checkHistory(history: History): string[] {
  return [checkLogs, checkChanges, checkMessages, checkEffects, checkInboxes].flatMap((check) => [
    ...check(history),
  ]);
}
