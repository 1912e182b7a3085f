import { shardCount } from './contract.ts';

/** FNV-1a, 32 bits; constants from https://www.rfc-editor.org/rfc/rfc9923 */
const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Where the events of an aggregate live, 0 ≤ shard < shardCount. Stored: must never change. */
export function shardOf(aggregateId: string): number {
  let hash = offsetBasis;
  for (const byte of Buffer.from(aggregateId, 'utf8')) hash = Math.imul(hash ^ byte, prime) >>> 0;
  return hash % shardCount;
}
