import type { FaultPoint } from '@moim/kit/events/fault-points.ts';
import { z } from 'zod';

/** Points of the action's own transaction, which the worker wraps, and those of the backbone. */
export const killPoints = [
  'action-before-commit',
  'action-committed-before-hint',
  'relay-before-move',
  'relay-committed-before-wake',
  'source-before-answer',
  'consumer-before-inbox',
  'consumer-inbox-before-effect',
  'consumer-effect-before-position',
  'consumer-position-before-commit',
  'consumer-after-commit',
] as const satisfies readonly (FaultPoint | `action-${string}`)[];
export type KillPoint = (typeof killPoints)[number];

/** What one worker process is told to do. */
export const order = z.object({
  /** `setup` makes the people and rooms; `load` lets clients act; `drain` only moves events on. */
  mode: z.enum(['setup', 'load', 'drain']),
  seed: z.number(),
  databaseUrls: z.object({ identity: z.string(), messaging: z.string() }),
  /** Folder of the world file and the clients' log. */
  folder: z.string(),
  /** Dies by SIGKILL when it reaches the point for the `hit`th time. */
  fault: z.object({ point: z.enum(killPoints), hit: z.number() }).optional(),
  /** Deliberately wrong backbones, to prove that the checker notices. */
  mutant: z.enum(['no-inbox', 'no-row-lock', 'naive-cursor', 'skip-locked']).optional(),
  /** Clients stop after this long, and what they did moves on; without it they act until the end. */
  loadMs: z.number().optional(),
});
export type Order = z.infer<typeof order>;
export type Mutant = NonNullable<Order['mutant']>;
