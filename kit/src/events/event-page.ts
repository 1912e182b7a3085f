import { z } from 'zod';
import { prunedThrough } from './confirmation.ts';
import { shardCount } from './contract.ts';
import { maxReadLimit, maxWaitMs } from './source.ts';

export const eventLogPath = '/internal/events';

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Query of `GET /internal/events`. */
export const readEventsQuery = z.strictObject({
  shard: wholeNumber(0, shardCount - 1),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  limit: wholeNumber(1, maxReadLimit),
  waitMs: wholeNumber(0, maxWaitMs),
});

/** An event on its way between processes. */
export const loggedEvent = z.object({
  id: z.string(),
  name: z.string(),
  aggregateType: z.string(),
  aggregateId: z.string(),
  aggregateSeq: z.number(),
  shard: z.number(),
  pos: z.number(),
  payload: z.unknown(),
  occurredAt: z.coerce.date(),
  follows: z.number().optional(),
  traceparent: z.string().nullish(),
});

/** Its answer. */
export const eventPage = z.object({ events: z.array(loggedEvent) });

export const eventHeadsPath = '/internal/event-heads';

/** Answer of `GET /internal/event-heads`. */
export const headsPage = z.object({
  heads: z.array(
    z.object({ shard: z.number(), pos: z.number(), epoch: z.string().nullable().default(null) }),
  ),
});

export const eventReadersPath = '/internal/event-readers';

/** Answer of `POST /internal/event-readers`, whose body is a `Confirmation`. */
export const readersPage = z.object({ prunedThrough });
