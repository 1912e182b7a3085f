import { z } from 'zod';
import { DomainError } from '../errors/domain-error.ts';
import { publicCodes } from '../errors/public-codes.ts';

/** An event is tried this often in all before it is given up. */
export const maxAttempts = 8;
const baseMs = 1_000;
const capMs = 300_000;

/** The publisher's sequence goes on behind events that this group never got. */
export class SequenceGapError extends Error {
  override readonly name = 'SequenceGapError';
}

/** Another process leads by now; this one was frozen or cut off, and nothing of it was committed. */
export class FencedError extends Error {
  override readonly name = 'FencedError';

  constructor(group: string, shard: number) {
    super(`another leader takes the events of ${group} in shard ${shard}`);
  }
}

/** Events that the group had not taken are gone from the publisher's log: it needs a snapshot, and stands until then. */
export class EventsPrunedError extends Error {
  override readonly name = 'EventsPrunedError';

  constructor(
    { group, source }: { readonly group: string; readonly source: string },
    { shard, after, next }: { readonly shard: number; readonly after: number; readonly next: number },
  ) {
    super(
      `${group} is at position ${after} of shard ${shard}, and ${source} has nothing in front of ${next} any more: ` +
        'what the group keeps has to be made anew from a snapshot (docs/adr/0057)',
    );
  }
}

/**
 * How long to wait after the given number of attempts, in milliseconds: full jitter below a bound
 * that doubles from one second to five minutes.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(attempts: number, random: () => number): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** (attempts - 1)));
}

/** True when trying again cannot help: the event itself is wrong. */
export function isPermanent(error: unknown): boolean {
  if (error instanceof z.ZodError) return true;
  return error instanceof DomainError && !publicCodes[error.code].retryable;
}

/** Not the event's fault but the database's, the network's or the reader's: it counts as no attempt. */
export function isTransient(error: unknown): boolean {
  if (error instanceof FencedError) return true;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (transientCode.test('code' in cause ? String(cause.code) : '')) return true;
    if (transientMessage.test(cause.message)) return true;
  }
  return false;
}

// Connection lost, rolled back for another's sake, out of resources, lock not available, shutting
// down: https://www.postgresql.org/docs/18/errcodes-appendix.html; and the codes of a socket.
const transientCode = /^(08...|40...|53...|55P03|57P0.|ECONN\w+|EPIPE|ETIMEDOUT|ENOENT)$/;
// The driver gives these no code.
const transientMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;
