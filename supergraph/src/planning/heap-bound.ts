import { totalmem } from 'node:os';

const bytesPerMb = 1_048_576;
/** What needs more than this is no supergraph that we know of. */
const mostMb = 2_048;
/** Ours takes 60, with the integrators' some more. */
const leastMb = 200;
/** The process itself takes a third of the gigabyte that it has in a container; during a reload two threads plan. */
const share = 1 / 4;

/**
 * Megabytes that a planning thread may keep: it is to be ended before the system ends the whole process.
 *
 * @param constrainedBytes - that the process may have, e.g. of its container; 0: nobody said
 */
export function heapBoundMb(
  constrainedBytes: number = process.constrainedMemory(),
  totalBytes: number = totalmem(),
): number {
  const bytes = constrainedBytes > 0 ? Math.min(constrainedBytes, totalBytes) : totalBytes;
  return Math.max(leastMb, Math.min(mostMb, Math.floor((bytes * share) / bytesPerMb)));
}
