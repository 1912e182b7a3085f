import type { Client } from 'pg';

/** Says which copies are of this log from now on; committed before the first of them is made. */
export async function beginEpoch(
  client: Client,
  subgraph: string,
  shard: number,
  epoch: string,
): Promise<void> {
  await client.query(
    `/* ${subgraph}.beginEpoch */ INSERT INTO ${subgraph}.relay_epochs (shard, epoch) VALUES ($1, $2)
     ON CONFLICT (shard) DO UPDATE SET epoch = excluded.epoch`,
    [shard, epoch],
  );
}
