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

/** The same for events of all shards that come at the same time, in one statement. */
export const recordingTogether = (group: string): Consumer => ({
  ...recording(group, () => undefined, true),
  handleTogether: async (tx, events) => {
    const values = events.map(
      ({ id, aggregateId, aggregateSeq }) =>
        sql`(${group}, ${id}::uuid, ${aggregateId}, ${aggregateSeq}::bigint)`,
    );
    await tx.named('stage.recordEffects').execute(sql`
      insert into stage.effects (consumer_group, event_id, counter_id, seq) values ${sql.join(values, sql`, `)}`);
  },
});
