import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { rolePassword } from '../../roles.ts';

/** Of the slot, of the role that reads it, and of the standby in pg_stat_replication. */
export const replicationName = 'moim_standby';

export interface SlotState {
  /** False once the primary had to let go of what the standby still needs. */
  readonly isUsable: boolean;
  /** Whether a standby receives from it now. */
  readonly isStreaming: boolean;
}

/** @param url - of the primary's superuser */
export async function connectPrimary(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'standby',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined); // the statement that fails with it is the one to report
  await client.connect();
  return client;
}

/** Derived from the superuser's, so that nothing more has to be kept. */
export const replicationPassword = (primaryUrl: string): string =>
  rolePassword(decodeURIComponent(new URL(primaryUrl).password), replicationName);

/** The role that may stream and nothing else: it can log in to no table of ours. */
export async function ensureReplicationRole(client: Client, password: string): Promise<void> {
  const role = escapeIdentifier(replicationName);
  const { rowCount } = await client.query('select /* standby.findRole */ from pg_roles where rolname = $1', [
    replicationName,
  ]);
  if (rowCount === 0) await client.query(`/* standby.createRole */ create role ${role} login replication`);
  await client.query(`/* standby.setRolePassword */ alter role ${role} password ${escapeLiteral(password)}`);
}

/** Null: there is no slot. */
export async function findSlot(client: Client): Promise<SlotState | null> {
  const { rows } = await client.query<SlotState>(
    `select /* standby.findSlot */ s.wal_status <> 'lost' as "isUsable",
       coalesce(r.state in ('catchup', 'streaming'), false) as "isStreaming"
     from pg_replication_slots s left join pg_stat_replication r on r.pid = s.active_pid
     where s.slot_name = $1`,
    [replicationName],
  );
  return rows[0] ?? null;
}

/** A new one keeps all WAL from this instant on, up to `max_slot_wal_keep_size`. Its standby must be stopped. */
export async function renewSlot(client: Client): Promise<void> {
  // A standby that was killed a moment ago may still be served.
  await client.query(
    'select /* standby.endSender */ pg_terminate_backend(active_pid, 5000) from pg_replication_slots where slot_name = $1 and active_pid is not null',
    [replicationName],
  );
  await client.query(
    'select /* standby.dropSlot */ pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1',
    [replicationName],
  );
  await client.query('select /* standby.createSlot */ pg_create_physical_replication_slot($1, true)', [
    replicationName,
  ]);
}
