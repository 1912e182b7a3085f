/** A place in PostgreSQL's write-ahead log as it prints it, e.g. `0/3000148`. */
export type Lsn = string;

/** Bytes since the log began; null for what is no LSN. Source: PostgreSQL manual, 8.20 pg_lsn Type */
export function bytesOf(lsn: Lsn): bigint | null {
  const parts = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(lsn);
  if (!parts) return null;
  const [, high = '0', low = '0'] = parts;
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
