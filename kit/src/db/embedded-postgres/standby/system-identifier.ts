import { endianness } from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `initdb` gave to this cluster; a copy keeps its original's. Null: there is no whole cluster.
 *
 * It is the first field of `global/pg_control` (`ControlFileData` in PostgreSQL's pg_control.h).
 */
export function readSystemIdentifier(cluster: string): bigint | null {
  try {
    const control = readFileSync(join(cluster, 'global', 'pg_control'));
    return endianness() === 'LE' ? control.readBigUInt64LE(0) : control.readBigUInt64BE(0);
  } catch {
    return null;
  }
}
