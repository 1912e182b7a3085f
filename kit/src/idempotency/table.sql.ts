/**
 * What was answered to requests with a key, written in the transaction that did what was asked. Idempotent: safe
 * at every start. Neither keys nor answers are readable here: see `sealed-answer.ts`.
 *
 * @param schema - the subgraph's name, checked by whoever makes its schema
 */
export const idempotencyTableSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.idempotency_keys (
  member_id uuid NOT NULL,
  key_hash text NOT NULL,
  request_hash text NOT NULL,
  answers jsonb NOT NULL,
  made_at timestamptz(3) NOT NULL,
  PRIMARY KEY (member_id, key_hash)
);`;
