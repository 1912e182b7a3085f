import { createHash } from 'node:crypto';

/**
 * A number of an id, as even as if it were drawn, and the same whenever it is asked for.
 *
 * @returns from 0 to below 1
 */
export const shareOf = (id: string): number =>
  createHash('sha256').update(id).digest().readUInt32BE(0) / 2 ** 32;
