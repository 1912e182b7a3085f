import type { LoggedEvent } from '../events/contract.ts';

type Rows = <Row extends Record<string, unknown>>(sql: string) => Promise<Row[]>;

/** What a subgraph has published since the last call, in order, as if it had been relayed. */
export const takeOutbox = (rows: Rows, subgraph: string): Promise<LoggedEvent[]> =>
  rows<LoggedEvent & Record<string, unknown>>(`
    with taken as (delete from ${subgraph}.outbox returning *)
    select event_id as id, name, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
      aggregate_seq::int as "aggregateSeq", shard, id::int as pos, payload, occurred_at as "occurredAt"
    from taken order by id`);
