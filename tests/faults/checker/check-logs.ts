import { firstHole } from './counting.ts';
import type { History } from './history.ts';
import type { LogRow } from './tables.ts';

/** Nothing waits, nothing failed, and both logs are gapless by position and by aggregate. */
export function* checkLogs({ tables }: History): Generator<string> {
  for (const text of tables.leftInOutbox) yield `lost: ${text} never left the outbox`;
  for (const text of tables.deadLetters) yield `failed: ${text}`;
  yield* checkLog('identity', tables.identityLog);
  yield* checkLog('messaging', tables.messagingLog);
}

function* checkLog(name: string, log: readonly LogRow[]): Generator<string> {
  for (const [shard, rows] of Map.groupBy(log, (row) => row.shard)) {
    const hole = firstHole(rows.map(({ pos }) => pos));
    if (hole) yield `${name} log, shard ${shard}: ${hole}`;
  }
  for (const [aggregate, rows] of Map.groupBy(log, (row) => row.aggregateId)) {
    const hole = firstHole(rows.map(({ seq }) => seq));
    if (hole) yield `lost or out of order: ${name} aggregate ${aggregate}: ${hole}`;
  }
}
