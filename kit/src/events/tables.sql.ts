import { shardCount } from './contract.ts';

/**
 * The tables of the backbone, in the subgraph's own Postgres schema so that one transaction covers
 * a state change and its event, or an effect and its inbox row. Idempotent: safe at every start.
 *
 * @param schema - the subgraph's name; must be a plain lower-case identifier
 * @throws {Error} for anything else, because the name becomes part of the SQL
 */
export function eventTablesSql(schema: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(schema)) throw new Error(`Not a schema name: ${JSON.stringify(schema)}`);
  const parts = [
    outboxSql,
    eventLogSql,
    prunedSql,
    relayEpochsSql,
    consumerSql,
    deadLettersSql,
    deadLetterActionsSql,
    alertsSql,
    traceSql,
  ];
  return parts.map((sqlOf) => sqlOf(schema)).join('\n');
}

const eventColumns = `
  event_id uuid NOT NULL,
  name text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text COLLATE "C" NOT NULL,
  aggregate_seq bigint NOT NULL CHECK (aggregate_seq > 0),
  shard smallint NOT NULL,
  payload jsonb NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  traceparent text`;

// The id orders an aggregate's rows because it is drawn under the aggregate's row lock; between
// aggregates it means nothing. Rows live for milliseconds, hence the eager vacuum.
const outboxSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ${eventColumns},
  UNIQUE (event_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);`;

// The last row of a shard is never deleted: the next position is counted from it.
// (shard, pos) is also the fence against a relay that does not know it lost its lock: the second
// of two writers of one position fails and starts over.
const eventLogSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.event_log (
  pos bigint NOT NULL CHECK (pos > 0),
  ${eventColumns},
  logged_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (shard, pos),
  UNIQUE (event_id),
  UNIQUE (aggregate_type, aggregate_id, aggregate_seq)
);`;

// Up to which position each shard was pruned; what is missing in front of it was not lost. Nothing goes before all
// readers had time to say how far they are: since is when they were first asked.
const prunedSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.event_log_pruned (
  shard smallint PRIMARY KEY,
  pos bigint NOT NULL DEFAULT 0,
  since timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO ${schema}.event_log_pruned (shard) SELECT generate_series(0, ${shardCount - 1}) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS ${schema}.event_log_readers (
  reader text NOT NULL,
  consumer_group text NOT NULL,
  shard smallint NOT NULL,
  pos bigint NOT NULL,
  confirmed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (reader, consumer_group, shard)
);`;

// Whoever leads a shard begins an epoch. Copies of another one may be of another history of this log:
// of before it was restored from a backup, when positions were taken by other events.
const relayEpochsSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.relay_epochs (
  shard smallint PRIMARY KEY,
  epoch uuid NOT NULL
);`;

/** For tables of before the column was there; looks first, because ALTER TABLE waits for everybody. */
const addColumn = (table: string, column: string, type: string): string => `
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attname = '${column}') THEN
    ALTER TABLE ${table} ADD COLUMN ${column} ${type};
  END IF;
END $$;`;

// term counts the leaders of (group, shard). Each position is written under the writer's term, so
// that a leader which was replaced without knowing it cannot commit anything any more.
// began_at: up to here events were pruned before the group began; null while that is not decided.
const consumerSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.inbox (
  consumer_group text NOT NULL,
  source text NOT NULL,
  event_id uuid NOT NULL,
  handled_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer_group, source, event_id)
);
CREATE TABLE IF NOT EXISTS ${schema}.consumer_positions (
  consumer_group text NOT NULL,
  source text NOT NULL,
  shard smallint NOT NULL,
  pos bigint NOT NULL,
  term bigint NOT NULL DEFAULT 0,
  began_at bigint DEFAULT 0,
  PRIMARY KEY (consumer_group, source, shard)
) WITH (fillfactor = 50);
${addColumn(`${schema}.consumer_positions`, 'term', 'bigint NOT NULL DEFAULT 0')}
${addColumn(`${schema}.consumer_positions`, 'began_at', 'bigint DEFAULT 0')}
CREATE TABLE IF NOT EXISTS ${schema}.aggregate_positions (
  consumer_group text NOT NULL,
  source text NOT NULL,
  aggregate_type text NOT NULL,
  aggregate_id text COLLATE "C" NOT NULL,
  aggregate_seq bigint NOT NULL,
  PRIMARY KEY (consumer_group, source, aggregate_type, aggregate_id)
) WITH (fillfactor = 70);`;

// retrying: tried again at next_attempt_at. parked: waits behind a retrying or dead event of its
// aggregate. dead: given up, waits for an operator. discarded: given up for good, kept as a record.
// reprocessed counts how often an operator asked for another round.
const deadLettersSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.dead_letters (
  consumer_group text NOT NULL,
  source text NOT NULL,
  pos bigint NOT NULL,
  ${eventColumns},
  status text NOT NULL CHECK (status IN ('retrying', 'parked', 'dead', 'discarded')),
  attempts integer NOT NULL CHECK (attempts >= 0),
  error text,
  next_attempt_at timestamptz(3),
  first_seen_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  reprocessed integer NOT NULL DEFAULT 0,
  PRIMARY KEY (consumer_group, source, event_id)
);
${addColumn(`${schema}.dead_letters`, 'reprocessed', 'integer NOT NULL DEFAULT 0')}
CREATE INDEX IF NOT EXISTS dead_letters_by_aggregate ON ${schema}.dead_letters
  (consumer_group, source, shard, aggregate_type, aggregate_id, aggregate_seq);`;

// Who decided what about a dead letter, in the transaction that did it; and which of those that were
// given another round had their effect after all. Only ever added to: the role that we run as may
// write rows, so the rule stands here and not in a grant.
const deadLetterActionsSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.dead_letter_actions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  action text NOT NULL CHECK (action IN ('reprocess', 'discard', 'applied')),
  consumer_group text NOT NULL,
  source text NOT NULL,
  event_id uuid NOT NULL,
  event_name text NOT NULL,
  actor_id uuid,
  reason text,
  CHECK ((actor_id IS NULL) = (action = 'applied')),
  CHECK ((reason IS NULL) = (action <> 'discard'))
);
CREATE INDEX IF NOT EXISTS dead_letter_actions_by_event ON ${schema}.dead_letter_actions (consumer_group, event_id);
CREATE OR REPLACE FUNCTION ${schema}.refuse_dead_letter_action_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'actions on dead letters are only added' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER dead_letter_actions_are_final BEFORE UPDATE OR DELETE OR TRUNCATE
  ON ${schema}.dead_letter_actions FOR EACH STATEMENT
  EXECUTE FUNCTION ${schema}.refuse_dead_letter_action_change();`;

// What operators have been told, by kind of trouble: one process decides at a time, for all of them.
const alertsSql = (schema: string): string => `
CREATE TABLE IF NOT EXISTS ${schema}.operator_alerts (
  kind text PRIMARY KEY,
  is_open boolean NOT NULL DEFAULT false,
  told_count integer NOT NULL DEFAULT 0,
  last_told_at timestamptz(3)
);`;

const traceSql = (schema: string): string =>
  ['outbox', 'event_log', 'dead_letters']
    .map((table) => addColumn(`${schema}.${table}`, 'traceparent', 'text'))
    .join('\n');
