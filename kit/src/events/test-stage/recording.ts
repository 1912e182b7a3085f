import { sql } from 'drizzle-orm';
import type { Consumer } from '../consumer.ts';
import type { LoggedEvent } from '../contract.ts';

/** Leaves one row of effect an event, in shared transactions or its own; `fail` may throw. */
export function recording(
  group: string,
  fail: (event: LoggedEvent) => void = () => undefined,
  isShared = false,
): Consumer {
  return {
    group,
    source: 'stage',
    canShareTransaction: () => isShared,
    handle: async (tx, event) => {
      await tx.named('stage.recordEffect').execute(sql`
        insert into stage.effects (consumer_group, event_id, counter_id, seq)
        values (${group}, ${event.id}, ${event.aggregateId}, ${event.aggregateSeq})`);
      fail(event);
    },
  };
}
