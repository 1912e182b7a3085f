import type { Client, QueryResultRow } from 'pg';

/** The checker's own picture of the tables: it shares no code with what it checks. */
export interface LogRow {
  readonly eventId: string;
  readonly name: string;
  readonly aggregateId: string;
  readonly seq: number;
  readonly shard: number;
  readonly pos: number;
  readonly payload: Readonly<Record<string, string | number>>;
}

export interface MessageRow {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly kind: 'TEXT' | 'MEMBER_JOINED' | 'MEMBER_LEFT';
  readonly memberId: string;
  readonly text: string | null;
}

export interface AuditRow {
  readonly action: string;
  readonly roomId: string;
  readonly memberId: string;
  readonly causeEventId: string | null;
}

export interface InboxRow {
  readonly memberId: string;
  readonly seq: number;
  readonly kind: string;
  readonly roomId: string;
  readonly messageSeq: number | null;
}

type Pair = Readonly<Record<'left' | 'right', string>>;

export interface Tables {
  readonly identityLog: readonly LogRow[];
  readonly messagingLog: readonly LogRow[];
  /** Rows that never reached a log, as text. */
  readonly leftInOutbox: readonly string[];
  /** Dead letters, as text. */
  readonly deadLetters: readonly string[];
  readonly messages: readonly MessageRow[];
  readonly lastSeqs: ReadonlyMap<string, number>;
  readonly auditLines: readonly AuditRow[];
  readonly inboxEvents: readonly InboxRow[];
  readonly membershipVersions: ReadonlyMap<string, number>;
  /** `group/member` as identity has it now. */
  readonly groupMembers: ReadonlySet<string>;
  /** `room/member` as messaging has it now. */
  readonly roomMembers: ReadonlySet<string>;
}

export async function readTables(client: Client): Promise<Tables> {
  const rows = async <Row extends QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows;
  const pairs = async (sql: string) =>
    new Set((await rows<Pair>(sql)).map(({ left, right }) => `${left}/${right}`));
  const numbers = async (sql: string) =>
    new Map((await rows<{ key: string; n: number }>(sql)).map(({ key, n }) => [key, n]));
  const texts = async (sql: string) => (await rows<{ text: string }>(sql)).map(({ text }) => text);
  return {
    identityLog: await rows(logSql('identity')),
    messagingLog: await rows(logSql('messaging')),
    leftInOutbox: await texts(`select name || ' ' || aggregate_seq as text from identity.outbox
      union all select name || ' ' || aggregate_seq from messaging.outbox`),
    deadLetters:
      await texts(`select consumer_group || ' ' || status || ' ' || coalesce(left(error, 200), '') as text
      from messaging.dead_letters`),
    messages: await rows(`select id, room_id as "roomId", seq, kind, member_id as "memberId", text
      from messaging.messages order by room_id, seq`),
    lastSeqs: await numbers('select id as key, last_seq as n from messaging.chat_rooms'),
    auditLines: await rows(`select action, room_id as "roomId", member_id as "memberId",
      cause_event_id as "causeEventId" from messaging.audit_lines`),
    inboxEvents: await rows(`select member_id as "memberId", seq, kind, room_id as "roomId",
      message_seq as "messageSeq" from messaging.inbox_events order by member_id, seq`),
    membershipVersions: await numbers(
      'select member_id as key, version as n from identity.membership_versions',
    ),
    groupMembers: await pairs('select group_id as left, member_id as right from identity.group_members'),
    roomMembers: await pairs('select room_id as left, member_id as right from messaging.chat_room_members'),
  };
}

const logSql = (
  subgraph: string,
): string => `select event_id as "eventId", name, aggregate_id as "aggregateId",
  aggregate_seq::float8 as seq, shard, pos::float8 as pos, payload from ${subgraph}.event_log order by shard, pos`;
