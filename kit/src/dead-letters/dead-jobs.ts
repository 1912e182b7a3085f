import { sql, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../db/database.ts';
import { listParameter } from '../db/list-parameter.ts';
import { jobSchema } from '../db/prepare-schemas.ts';
import { alertQueues } from './alert-queues.ts';

/** What stands as the source of a letter that is a job. */
export const jobSource = 'jobs';

/**
 * Where jobs stand that had all their attempts: in a queue beside their own, which nobody works off. `source_root_id`
 * names one through all rounds; one that was given another round has it in its own queue.
 */
export const jobStates = {
  dead: sql`name LIKE '%.dead' AND state = 'created'`,
  retrying: sql`name NOT LIKE '%.dead' AND source_root_id IS NOT NULL AND state < 'completed'`,
  discarded: sql`name LIKE '%.dead' AND state = 'cancelled'`,
} as const;

/** False for those that tell operators of the others: the channel would be filled by its own failures. */
export const isTold = (subgraph: string): SQL => {
  const silent = listParameter(alertQueues(subgraph), 'text');
  return sql`coalesce(source_name, name) <> ALL(${silent})`;
};

export const jobTable = (subgraph: string): SQL => sql`${sql.identifier(jobSchema(subgraph))}.job`;

/** False until the first job of a subgraph is sent or its first queue is worked off. */
export async function hasJobs(db: ReadDb, subgraph: string): Promise<boolean> {
  const { rows } = await db.named(`${subgraph}.hasJobs`).execute<{ has: boolean }>(sql`
    SELECT to_regclass(${`${jobSchema(subgraph)}.job`}) IS NOT NULL AS has`);
  return rows[0]?.has ?? false;
}

export interface DeadJob {
  /** Its own queue. */
  readonly queue: string;
  /** In the queue of the dead. */
  readonly id: string;
  /** Through all rounds. */
  readonly rootId: string;
}

/** Those of the keys that are dead jobs, locked: of two operators one decides. */
export async function lockDeadJobs(
  tx: Tx,
  subgraph: string,
  keys: readonly { readonly group: string; readonly eventId: string }[],
): Promise<readonly DeadJob[]> {
  const column = (name: 'group' | 'eventId', of: 'text' | 'uuid') =>
    listParameter(
      keys.map((key) => key[name]),
      of,
    );
  const { rows } = await tx.named(`${subgraph}.lockDeadJobs`).execute<DeadJob & Record<string, unknown>>(sql`
    SELECT source_name AS queue, id, coalesce(source_root_id, id) AS "rootId" FROM ${jobTable(subgraph)}
    WHERE ${jobStates.dead} AND (source_name, coalesce(source_root_id, id)) IN (
      SELECT * FROM unnest(${column('group', 'text')}, ${column('eventId', 'uuid')}))
    ORDER BY id FOR UPDATE`);
  return rows;
}

/** It stays where it is until the queue forgets it, as a record. */
export async function cancelDeadJob(tx: Tx, subgraph: string, { queue, id }: DeadJob): Promise<void> {
  await tx.named(`${subgraph}.cancelDeadJob`).execute(sql`
    UPDATE ${jobTable(subgraph)} SET state = 'cancelled', completed_on = now()
    WHERE name = ${`${queue}.dead`} AND id = ${id}::uuid AND state = 'created'`);
}

export interface JobNote {
  readonly at: Date;
  readonly action: 'reprocess' | 'discard' | 'applied';
  /** Null for `applied`. */
  readonly actorId: string | null;
  /** Null unless discarded. */
  readonly reason: string | null;
}

/** Only ever added to, as for letters that are events. */
export async function noteJobs(
  tx: Pick<Tx, 'named'>,
  subgraph: string,
  jobs: readonly Pick<DeadJob, 'queue' | 'rootId'>[],
  { at, action, actorId, reason }: JobNote,
): Promise<void> {
  if (jobs.length === 0) return;
  const [queues, ids] = [jobs.map(({ queue }) => queue), jobs.map(({ rootId }) => rootId)];
  await tx.named(`${subgraph}.noteJobs`).execute(sql`
    INSERT INTO ${sql.identifier(subgraph)}.dead_letter_actions
      (at, action, consumer_group, source, event_id, event_name, actor_id, reason)
    SELECT ${at.toISOString()}::timestamptz, ${action}, queue, ${jobSource}, id, queue, ${actorId}::uuid, ${reason}
    FROM unnest(${listParameter(queues, 'text')}, ${listParameter(ids, 'uuid')}) AS job (queue, id)`);
}
