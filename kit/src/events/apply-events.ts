import type { Tx } from '../db/database.ts';
import { aggregateKey, advancePositions, claimEvents, type Progress } from './consumer-positions.ts';
import { isOfConcern, mayShare } from './consumer.ts';
import type { LoggedEvent } from './contract.ts';
import { SequenceGapError } from './failure.ts';
import { inConsumerSpan } from './consumer-span.ts';
import type { Group } from './group.ts';

/**
 * Inbox rows, effects and positions of a few events, in the caller's transaction.
 * An event that the group took before has no second effect; one that does not concern it only
 * counts in the order of its aggregate.
 *
 * @param upTo - how far their shards are done with once the transaction commits
 * @throws {SequenceGapError} when an event's predecessor was never applied
 * @throws {FencedError} when another leader's term has begun
 */
export async function applyEvents(
  tx: Tx,
  group: Group,
  events: readonly LoggedEvent[],
  upTo: readonly Progress[],
): Promise<void> {
  group.reach('consumer-before-inbox');
  const concerning = events.filter((event) => isOfConcern(group.consumer, event));
  const { fresh, applied } = await claimEvents(tx, group, concerning, events);
  group.reach('consumer-inbox-before-effect');
  const done = events.filter((event) => {
    if (!fresh.has(event.id) && isOfConcern(group.consumer, event)) return false;
    if (!isNext(event, applied, isBegunLate(event, upTo))) return false;
    applied.set(aggregateKey(event.aggregateType, event.aggregateId), event.aggregateSeq);
    return true;
  });
  await handle(
    tx,
    group,
    done.filter(({ id }) => fresh.has(id)),
  );
  group.reach('consumer-effect-before-position');
  await advancePositions(tx, group, done, upTo);
  group.reach('consumer-position-before-commit');
}

/** Together where the consumer can, each within the trace that wrote it; of several the first one's. */
async function handle(tx: Tx, group: Group, events: readonly LoggedEvent[]): Promise<void> {
  const { consumer, services } = group;
  const [first] = events;
  if (!first) return;
  const { handleTogether } = consumer;
  if (handleTogether && events.every((event) => mayShare(consumer, event)))
    return inConsumerSpan(group, first, () => handleTogether(tx, events, services));
  for (const event of events) await inConsumerSpan(group, event, () => consumer.handle(tx, event, services));
}

/** Where earlier events were pruned before the group began, an aggregate that it meets may begin anywhere. */
const isBegunLate = ({ shard }: LoggedEvent, upTo: readonly Progress[]): boolean =>
  (upTo.find((each) => each.shard === shard)?.beganAt ?? 0) > 0;

/** False for an event from before the position, whose inbox row may be long gone. */
function isNext(event: LoggedEvent, applied: ReadonlyMap<string, number>, isLate: boolean): boolean {
  const key = aggregateKey(event.aggregateType, event.aggregateId);
  const last = applied.get(key);
  if (last === undefined && isLate) return true;
  const expected = (last ?? 0) + 1;
  if (event.aggregateSeq > expected)
    throw new SequenceGapError(`${key} goes on with ${event.aggregateSeq} where ${expected} was due`);
  return event.aggregateSeq === expected;
}
