import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { KeyReusedError } from './key-reused-error.ts';

/** How long an answer is kept, in milliseconds. */
export const keptMs = 24 * 60 * 60_000;

/** Whose key it is, and what is asked under it; hashes in hexadecimal. */
export interface Claim {
  readonly subgraph: string;
  readonly memberId: string;
  readonly keyHash: string;
  readonly requestHash: string;
  /** Which of the changes of the request: one may ask a subgraph several times. */
  readonly part: string;
  readonly at: Date;
}

const claimed = z.tuple([z.object({ request_hash: z.string(), answer: z.string().nullable() })]);

/**
 * Takes the key for this transaction: whoever comes with the same one waits for its end, at most as long as for
 * any lock. A row that is older than a day counts as none.
 *
 * @returns what was answered before, sealed; null: it is to be done now
 * @throws {KeyReusedError}
 * @throws {StatementTimeoutError} the first with this key takes too long
 */
export async function claimKey(tx: Tx, claim: Claim): Promise<string | null> {
  const { subgraph, memberId, keyHash, requestHash, part, at } = claim;
  const table = tableOf(subgraph);
  const now = sql`${at.toISOString()}::timestamptz`;
  const isKept = sql`before.made_at > ${new Date(at.getTime() - keptMs).toISOString()}::timestamptz`;
  const { rows } = await tx.named(`${subgraph}.claimIdempotencyKey`).execute(sql`
    INSERT INTO ${table} AS before (member_id, key_hash, request_hash, answers, made_at)
    VALUES (${memberId}, ${keyHash}, ${requestHash}, '{}', ${now})
    ON CONFLICT (member_id, key_hash) DO UPDATE SET
      request_hash = CASE WHEN ${isKept} THEN before.request_hash ELSE excluded.request_hash END,
      answers = CASE WHEN ${isKept} THEN before.answers ELSE excluded.answers END,
      made_at = CASE WHEN ${isKept} THEN before.made_at ELSE excluded.made_at END
    RETURNING request_hash, answers ->> ${part}::text AS answer`);
  const [row] = claimed.parse(rows);
  if (row.request_hash !== requestHash) throw new KeyReusedError();
  return row.answer;
}

/** @param answer - sealed */
export async function keepAnswer(
  tx: Tx,
  { subgraph, memberId, keyHash, part }: Claim,
  answer: string,
): Promise<void> {
  await tx.named(`${subgraph}.keepAnswer`).execute(sql`
    UPDATE ${tableOf(subgraph)} SET answers = answers || jsonb_build_object(${part}::text, ${answer}::text)
    WHERE member_id = ${memberId} AND key_hash = ${keyHash}`);
}

export const tableOf = (subgraph: string) => sql`${sql.identifier(subgraph)}.idempotency_keys`;
