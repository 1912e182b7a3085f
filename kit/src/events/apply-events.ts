import type { Tx } from '../db/database.ts';
import { aggregateKey, advancePositions, claimEvents, type Progress } from './consumer-positions.ts';
import { isOfConcern } from './consumer.ts';
import type { LoggedEvent } from './contract.ts';
import { SequenceGapError } from './failure.ts';
import { inConsumerSpan } from './consumer-span.ts';
import type { Group } from './group.ts';

/**
 * Inbox rows, effects and positions of a few events of one shard, in the caller's transaction.
 * An event that the group took before has no second effect; one that does not concern it only
 * counts in the order of its aggregate.
 *
 * @param upTo - how far the shard is done with once the transaction commits
 * @throws {SequenceGapError} when an event's predecessor was never applied
 * @throws {FencedError} when another leader's term has begun
 */
export async function applyEvents(
  tx: Tx,
  group: Group,
  events: readonly LoggedEvent[],
  upTo: Progress,
): Promise<void> {
  group.reach('consumer-before-inbox');
  const concerning = events.filter((event) => isOfConcern(group.consumer, event));
  const { fresh, applied } = await claimEvents(tx, group, concerning, events);
  group.reach('consumer-inbox-before-effect');
  const done: LoggedEvent[] = [];
  for (const event of events) {
    const isConcern = isOfConcern(group.consumer, event);
    if ((isConcern && !fresh.has(event.id)) || !isNext(event, applied)) continue;
    if (isConcern) await inConsumerSpan(group, event, () => group.consumer.handle(tx, event, group.services));
    applied.set(aggregateKey(event.aggregateType, event.aggregateId), event.aggregateSeq);
    done.push(event);
  }
  group.reach('consumer-effect-before-position');
  await advancePositions(tx, group, done, upTo);
  group.reach('consumer-position-before-commit');
}

/** False for an event from before the position, whose inbox row may be long gone. */
function isNext(event: LoggedEvent, applied: ReadonlyMap<string, number>): boolean {
  const key = aggregateKey(event.aggregateType, event.aggregateId);
  const expected = (applied.get(key) ?? 0) + 1;
  if (event.aggregateSeq > expected)
    throw new SequenceGapError(`${key} goes on with ${event.aggregateSeq} where ${expected} was due`);
  return event.aggregateSeq === expected;
}
