import type { Services } from '../server/services.ts';
import { takeConfirmation } from './confirmation.ts';
import { type Reach, noFaults } from './fault-points.ts';
import { landedIn } from './landed-events.ts';
import { LogHeads } from './log-heads.ts';
import { readEventLog, readLogHeads } from './read-event-log.ts';
import type { EventSource, ReadEvents } from './source.ts';

/** Wake-ups may get lost; an empty read looks again after this long at the latest. */
const lookAgainMs = 5_000;

/**
 * Reads the log of a publisher whose database this process can reach. At rest all its readers
 * together cost one small statement every five seconds.
 */
export function localEventSource(
  subgraph: string,
  { db, bus }: Pick<Services, 'db' | 'bus'>,
  reach: Reach = noFaults,
): EventSource {
  const look = () => readLogHeads(db.write, subgraph);
  const landed = landedIn(db.write);
  const readNow = ({ shard, after, limit }: Pick<ReadEvents, 'shard' | 'after' | 'limit'>) => {
    const known = landed.after(shard, after, limit);
    return known.length > 0 ? known : readEventLog(db.write, subgraph, { shard, after, limit });
  };
  const heads = new LogHeads({ subgraph, bus, lookAgainMs, look });
  return {
    heads: look,
    confirm: (reading) => takeConfirmation(db.write, subgraph, reading),
    async read({ signal, waitMs, ...range }: ReadEvents) {
      const deadline = performance.now() + waitMs;
      for (;;) {
        signal.throwIfAborted();
        if (waitMs > 0) await heads.watch();
        const isKnownEmpty = waitMs > 0 && heads.isReached(range.shard, range.after);
        const events = isKnownEmpty ? [] : await readNow(range);
        const leftMs = deadline - performance.now();
        if (events.length > 0 || leftMs <= 0) {
          reach('source-before-answer');
          return events;
        }
        await heads.beyond(range.shard, range.after, leftMs, signal);
      }
    },
  };
}
