import type { FaultPoint } from '@moim/kit/events/fault-points.ts';

/** Points of the action's own transaction, which the worker wraps, and those of the backbone. */
export const killPoints = [
  'action-before-commit',
  'action-committed-before-hint',
  'relay-before-move',
  'relay-moved-before-commit',
  'relay-committed-before-wake',
  'source-before-answer',
  'consumer-before-inbox',
  'consumer-inbox-before-effect',
  'consumer-effect-before-position',
  'consumer-position-before-commit',
  'consumer-after-commit',
] as const satisfies readonly (FaultPoint | `action-${string}`)[];
export type KillPoint = (typeof killPoints)[number];

/** Deliberately wrong backbones, to prove that the checker notices. */
export type Mutant = 'no-inbox' | 'naive-cursor';

/** What one worker process is told to do. */
export interface Order {
  /** `setup` makes the people and rooms; `load` lets clients act; `drain` only moves events on. */
  readonly mode: 'setup' | 'load' | 'drain';
  readonly seed: number;
  readonly databaseUrls: { readonly identity: string; readonly messaging: string };
  /** Folder of the world file and the clients' log. */
  readonly folder: string;
  /** Dies by SIGKILL when it reaches the point for the `hit`th time. */
  readonly fault?: { readonly point: KillPoint; readonly hit: number };
  readonly mutant?: Mutant;
  /** Clients stop after this long, and what they did moves on; without it they act until the end. */
  readonly loadMs?: number;
}
