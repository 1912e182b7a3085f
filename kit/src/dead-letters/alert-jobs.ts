import type { AlertChannel } from '../alerts/alert-channel.ts';
import { lockAlertState, saveAlertState } from '../alerts/alert-states.ts';
import { decideAlert } from '../alerts/decide-alert.ts';
import type { Tx } from '../db/database.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { Services } from '../server/services.ts';
import { lookQueue, tellQueue } from './alert-queues.ts';
import { alertText } from './alert-text.ts';
import { findWaiting } from './find-waiting.ts';

const kind = 'dead-letters';

/**
 * Has the dead letters looked at within seconds. The news is lost when the process ends first; then
 * the look of every minute finds it.
 */
export function lookSoon(subgraph: string, { db, jobs, log }: Pick<Services, 'db' | 'jobs' | 'log'>): void {
  db.write
    .transaction((tx) => jobs.send(tx, lookQueue(subgraph), {}, { singletonKey: 'soon' }))
    .catch((error: unknown) => log.warn({ err: error, subgraph }, 'dead letters are looked at later'));
}

/**
 * Tells operators that events or jobs wait for them, and when none does any more. One decision for all
 * processes; what it says is sent with its transaction, and tried again until the channel takes it.
 */
export const deadLetterAlerts = (subgraph: string, channel: AlertChannel): readonly JobHandler[] => [
  {
    queue: lookQueue(subgraph),
    cron: '* * * * *',
    handle: (_, services) => services.db.write.transaction((tx) => look(tx, subgraph, services)),
  },
  {
    queue: tellQueue(subgraph),
    handle: ({ text }) => channel.send(String(text)),
  },
];

async function look(tx: Tx, subgraph: string, { jobs, now }: Services): Promise<void> {
  const state = await lockAlertState(tx, subgraph, kind);
  const waiting = await findWaiting(tx, subgraph);
  const { say, next, lookAgainAt } = decideAlert(state, waiting.count, now());
  await saveAlertState(tx, subgraph, kind, next);
  if (say) await jobs.send(tx, tellQueue(subgraph), { text: alertText(say, subgraph, waiting) });
  if (lookAgainAt)
    await jobs.send(tx, lookQueue(subgraph), {}, { startAfter: lookAgainAt, singletonKey: 'later' });
}
