import type { Tx } from '../db/database.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { cancelDeadJob, type DeadJob, hasJobs, lockDeadJobs, noteJobs } from './dead-jobs.ts';
import type { LetterKey } from './desk.ts';
import { EqualJobError } from './equal-job-error.ts';

interface Decision {
  readonly actorId: string;
  readonly at: Date;
}

interface Reprocessed {
  readonly revived: readonly LetterKey[];
  /** Some stay dead, because equal ones wait. */
  readonly hasEqual: boolean;
}

/** Another round for jobs that had all their attempts, and a line for each of who asked for it. */
export async function reprocessJobs(
  tx: Tx,
  subgraph: string,
  { jobs, keys, ...by }: Decision & { readonly jobs: Jobs; readonly keys: readonly LetterKey[] },
): Promise<Reprocessed> {
  const isPossible = jobs.redrive && keys.length > 0 && (await hasJobs(tx, subgraph));
  if (!isPossible) return { revived: [], hasEqual: false };
  const dead = await lockDeadJobs(tx, subgraph, keys);
  const revived: DeadJob[] = [];
  for (const job of dead) if (await isRevived(tx, jobs, job)) revived.push(job);
  await noteJobs(tx, subgraph, revived, { ...by, action: 'reprocess', reason: null });
  return {
    revived: revived.map(({ queue, rootId }) => ({ group: queue, eventId: rootId })),
    hasEqual: revived.length < dead.length,
  };
}

/** The queue marks a job as failed that it cannot take back: that is undone, so that it stays among the dead. */
async function isRevived(tx: Tx, jobs: Jobs, { queue, id }: DeadJob): Promise<boolean> {
  try {
    await tx.part(async (part) => {
      if ((await jobs.redrive?.(part, queue, [id])) !== 1) throw new EqualJobError();
    });
    return true;
  } catch (error) {
    if (error instanceof EqualJobError) return false;
    throw error;
  }
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
