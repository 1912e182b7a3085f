import type { Services } from '../server/services.ts';
import { carryTrace } from '../trace/carried-trace.ts';
import { ResyncRequiredError } from './resume.ts';
import { HeardTraces } from './traced-wake-up.ts';
import { Wake } from './wake.ts';

/** Rows read at once: what is held for a reader that is slower than its log. */
export const pageSize = 200;

/** A gapless numbered log in Postgres whose growth is hinted on the bus. */
export interface Log<Row> {
  readonly topic: string;
  /**
   * The cursor to start after; throws when the log may not be followed from there.
   * Called once wake-ups arrive, so that nothing falls between.
   */
  readonly start: () => Promise<number>;
  /** Ascending, at most `limit`; throws when the log may no longer be followed. */
  readonly readAfter: (seq: number, limit: number) => Promise<readonly Row[]>;
  /** Longest time in ms between two reads, whatever the bus says, and longest use of what was read. */
  readonly recheckMs: number;
}

export interface FollowOptions extends Pick<Services, 'bus' | 'now'> {
  /** 0 ≤ value < 1; spreads the rechecks of many followers. */
  readonly random: () => number;
}

/**
 * What is after the cursor, then what comes, in order, each row once. Ends by throwing what
 * `readAfter` throws; a reader that stops is forgotten at once, also while nothing happens.
 *
 * @throws what `log.start` throws; nothing stays subscribed then
 */
export async function followLog<Row extends { readonly seq: number }>(
  options: FollowOptions,
  log: Log<Row>,
): Promise<AsyncIterableIterator<Row, void>> {
  const wake = new Wake();
  const traces = new HeardTraces();
  const unsubscribe = await options.bus.subscribe(log.topic, (message) => {
    traces.hear(message);
    wake.call();
  });
  const stop = async () => {
    if (wake.isStopped) return;
    wake.stop();
    await unsubscribe();
  };
  try {
    return stoppable(rowsAfter(await log.start(), options, log, wake, traces), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function* rowsAfter<Row extends { readonly seq: number }>(
  start: number,
  { now, random }: FollowOptions,
  log: Log<Row>,
  wake: Wake,
  traces: HeardTraces,
): AsyncGenerator<Row, void, void> {
  let cursor = start;
  while (!wake.isStopped) {
    wake.reset();
    const readAt = now().getTime();
    const page = await log.readAfter(cursor, pageSize);
    for (const row of page) {
      // A slow reader: the right to what was read may have ended since, so it is read again.
      if (now().getTime() - readAt > log.recheckMs) break;
      if (row.seq !== cursor + 1) throw new ResyncRequiredError();
      cursor = row.seq;
      yield carryTrace(row, traces.take(row.seq));
    }
    const isAtEnd = page.length < pageSize && cursor === (page.at(-1)?.seq ?? cursor);
    if (isAtEnd) await wake.sleep(log.recheckMs * (0.75 + random() / 4));
  }
}

/** A generator alone notices `return()` only after its sleep, and not at all before its start. */
function stoppable<Row>(
  rows: AsyncGenerator<Row, void, void>,
  stop: () => Promise<void>,
): AsyncIterableIterator<Row, void> {
  return {
    next: async () => {
      try {
        const result = await rows.next();
        if (result.done) await stop();
        return result;
      } catch (error) {
        await stop();
        throw error;
      }
    },
    return: async () => {
      await stop();
      return rows.return();
    },
    throw: async (error) => {
      await stop();
      return rows.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
