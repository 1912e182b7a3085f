import { sql } from 'drizzle-orm';
import { findPositions } from './confirmation.ts';
import type { Standing } from './consumer-positions.ts';
import type { LoggedEvent } from './contract.ts';
import { EventsPrunedError } from './failure.ts';
import type { Group } from './group.ts';

/**
 * A new group begins where the log does: with the events that last, and the rest from where it is whole. It is known
 * to the publisher before it begins, so that nothing more goes in front of it.
 *
 * @throws {Error} when the publisher cannot be reached
 */
export async function beginBehindPruned(group: Group, shard: number): Promise<void> {
  const { services, subgraph, consumer, source } = group;
  const positions = await findPositions(services.db.write, subgraph, consumer);
  const groups = [{ group: consumer.group, positions }];
  const pruned = await source.confirm({ reader: subgraph, groups, isWhole: false });
  const beganAt = pruned[shard] ?? 0;
  await services.db.write.named(`${subgraph}.beginBehindPruned`).execute(sql`
    UPDATE ${sql.identifier(subgraph)}.consumer_positions SET began_at = ${beganAt}
    WHERE consumer_group = ${consumer.group} AND source = ${consumer.source} AND shard = ${shard}
      AND began_at IS NULL`);
}

/**
 * Whether the events follow on a position, what may be missing aside.
 *
 * @returns false when a group that is new has met its first gap and has to begin behind it
 * @throws {EventsPrunedError} when events were pruned that the group should have had
 * @throws {Error} when events are missing that nobody pruned
 */
export function isGapless(
  { consumer }: Pick<Group, 'consumer'>,
  events: readonly LoggedEvent[],
  { shard, pos, beganAt }: Standing & { readonly shard: number },
): boolean {
  let after = pos;
  for (const event of events) {
    if (event.pos !== after + 1) {
      if (event.follows !== after)
        throw new Error(`position ${event.pos} of shard ${shard} follows a gap behind ${after}`);
      if (beganAt === null) return false;
      if (event.pos - 1 > beganAt) throw new EventsPrunedError(consumer, { shard, after, next: event.pos });
    }
    after = event.pos;
  }
  return true;
}
