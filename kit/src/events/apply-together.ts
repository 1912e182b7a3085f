import { gathered } from '../batch/gathered.ts';
import { applyEvents } from './apply-events.ts';
import type { Progress } from './consumer-positions.ts';
import { type LoggedEvent, shardCount } from './contract.ts';
import type { Group } from './group.ts';

/** What one shard has to apply. */
export interface ShardPart {
  readonly events: readonly LoggedEvent[];
  readonly upTo: Progress;
}

type Apply = (part: ShardPart) => Promise<boolean>;

/** A transaction that waits for a lock holds up no other shard for longer, in milliseconds. */
const patienceMs = 50;
/** What is handled together may be so much later than what is handled by itself, in milliseconds. */
const lingerMs = 15;
const groups = new WeakMap<Group, Apply>();

/**
 * Applies the events of a shard in one transaction with those of other shards that come while the one before is
 * under way.
 *
 * @returns false when a transaction of several shards failed and nothing was applied: each is to be tried by itself
 * @throws what failed when it was alone
 */
export function applyTogether(group: Group, part: ShardPart): Promise<boolean> {
  let apply = groups.get(group);
  if (!apply) {
    apply = gathered({ run: (parts) => applyAll(group, parts), maxItems: shardCount, patienceMs, lingerMs });
    groups.set(group, apply);
  }
  return apply(part);
}

async function applyAll(group: Group, parts: readonly ShardPart[]): Promise<boolean[]> {
  try {
    await applyAlone(group, parts);
    return parts.map(() => true);
  } catch (error) {
    if (parts.length === 1) throw error;
    return parts.map(() => false);
  }
}

/** In one transaction, which is nobody else's. */
export function applyAlone(group: Group, parts: readonly ShardPart[]): Promise<void> {
  const events = parts.flatMap((part) => part.events);
  const upTo = parts.map((part) => part.upTo);
  return group.slots.use(() =>
    group.services.db.write.transaction((tx) => applyEvents(tx, group, events, upTo)),
  );
}
