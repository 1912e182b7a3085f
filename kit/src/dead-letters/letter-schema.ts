import { z } from 'zod';
import { letterStates } from './desk.ts';

const instant = z.coerce.date();

/** A letter as the database and the desk of another process answer it. */
export const letterSchema = z.object({
  group: z.string(),
  eventId: z.string(),
  source: z.string(),
  eventName: z.string(),
  aggregateType: z.string(),
  aggregateId: z.string(),
  state: z.enum(letterStates),
  attempts: z.number(),
  error: z.string(),
  nextAttemptAt: instant.nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  parkedCount: z.number(),
  actions: z.array(
    z.object({
      at: instant,
      action: z.enum(['reprocess', 'discard', 'applied']),
      actorId: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

export const countsSchema = z.object({
  dead: z.number(),
  retrying: z.number(),
  parked: z.number(),
  discarded: z.number(),
  reprocessed: z.number(),
  reprocessedSuccessfully: z.number(),
});
