import { randomUUID } from 'node:crypto';
import { shardOf } from '@moim/kit/events/shard.ts';
import { expect } from '@playwright/test';
import { Client } from 'pg';
import { databaseUrlOf } from './database-url.ts';

/**
 * An event of travel that says nothing: identity gives it up at once, because no trying again can mend
 * it. Answers the aggregate that it is about, once it lies there.
 */
export async function publishDeadEvent(baseUrl: string): Promise<string> {
  const aggregateId = randomUUID();
  const client = new Client({ connectionString: databaseUrlOf(baseUrl) });
  await client.connect();
  try {
    await client.query(
      `insert into travel.outbox
         (event_id, name, aggregate_type, aggregate_id, aggregate_seq, shard, payload, occurred_at)
       values ($1, 'travel.recommendation-failed.v1', 'recommendation', $2, 1, $3, '{}', now())`,
      [randomUUID(), aggregateId, shardOf(aggregateId)],
    );
    await expect.poll(() => isDead(client, aggregateId), { timeout: 20_000 }).toBe(true);
  } finally {
    await client.end();
  }
  return aggregateId;
}

async function isDead(client: Client, aggregateId: string): Promise<boolean> {
  const { rows } = await client.query(
    `select from identity.dead_letters where aggregate_id = $1 and status = 'dead'`,
    [aggregateId],
  );
  return rows.length === 1;
}
