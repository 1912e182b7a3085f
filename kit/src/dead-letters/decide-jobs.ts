import type { Tx } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { cancelDeadJob, type DeadJob, hasJobs, lockDeadJobs, noteJobs } from './dead-jobs.ts';
import type { LetterKey } from './desk.ts';

interface Decision {
  readonly actorId: string;
  readonly at: Date;
}

/** Another round for jobs that had all their attempts, and a line for each of who asked for it. */
export async function reprocessJobs(
  tx: Tx,
  subgraph: string,
  { jobs, keys, ...by }: Decision & { readonly jobs: Jobs; readonly keys: readonly LetterKey[] },
): Promise<LetterKey[]> {
  if (!jobs.redrive || keys.length === 0 || !(await hasJobs(tx, subgraph))) return [];
  const dead = await lockDeadJobs(tx, subgraph, keys);
  const revived: DeadJob[] = [];
  for (const job of dead) if ((await jobs.redrive(tx, job.queue, [job.id])) === 1) revived.push(job);
  await noteJobs(tx, subgraph, revived, { ...by, action: 'reprocess', reason: null });
  return revived.map(({ queue, rootId }) => ({ group: queue, eventId: rootId }));
}

/**
 * Gives a job up for good.
 *
 * @returns false when there is no such job, or it is not dead
 */
export async function discardJob(
  tx: Tx,
  subgraph: string,
  key: LetterKey,
  by: Decision & { readonly reason: string },
): Promise<boolean> {
  if (!(await hasJobs(tx, subgraph))) return false;
  const [job] = await lockDeadJobs(tx, subgraph, [key]);
  if (!job) return false;
  await cancelDeadJob(tx, subgraph, job);
  await noteJobs(tx, subgraph, [job], { ...by, action: 'discard' });
  return true;
}
