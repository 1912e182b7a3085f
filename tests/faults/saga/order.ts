import { z } from 'zod';

/** Where a process may die within the saga of a recommendation. */
export const sagaPoints = [
  'request-before-commit',
  'request-after-commit',
  'travel:relay-committed-before-wake',
  'identity:consumer-inbox-before-effect',
  'identity:consumer-effect-before-position',
  'identity:consumer-after-commit',
  'travel:consumer-effect-before-position',
  'generate-before-commit',
  'generate-after-commit',
] as const;
export type SagaPoint = (typeof sagaPoints)[number];

/** What one worker process is told to do. */
export const sagaOrder = z.object({
  /** `setup` makes members with credits; `load` lets them ask; `drain` only finishes what was begun. */
  mode: z.enum(['setup', 'load', 'drain']),
  seed: z.number(),
  databaseUrls: z.object({ identity: z.string(), travel: z.string() }),
  /** Folder of the clients' log. */
  folder: z.string(),
  memberIds: z.array(z.string()).default([]),
  /** The clocks of identity and travel go ahead of ours by so much: deadlines come sooner. */
  aheadMs: z.number(),
  /** Dies by SIGKILL when it reaches the point for the `hit`th time. */
  fault: z.object({ point: z.enum(sagaPoints), hit: z.number() }).optional(),
});
export type SagaOrder = z.input<typeof sagaOrder>;
