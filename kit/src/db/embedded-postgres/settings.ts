export interface ServerSettings {
  readonly port: number;
  /** False only for throw-away clusters of tests: a crash of the machine may destroy them. */
  readonly isDurable: boolean;
  readonly maxConnections: number;
  /** Over those of every server. */
  readonly more?: Readonly<Record<string, string>>;
}

/** Arguments of `postgres`: small, reachable from this machine only, statements counted. */
export function serverArguments({ port, isDurable, maxConnections, more }: ServerSettings): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: maxConnections,
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    // For a standby that is away; beyond it, copying anew costs less than the disk.
    max_slot_wal_keep_size: '256MB',
    io_method: 'sync',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_duration_statement: '1s',
    shared_preload_libraries: 'pg_stat_statements',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...more,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
