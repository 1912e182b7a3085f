import type { Remembered } from '../client-log.ts';
import type { World } from '../world.ts';
import type { Tables } from './tables.ts';

/** What was asked for and what is there now. */
export interface History {
  readonly world: World;
  readonly tables: Tables;
  readonly clients: readonly Remembered[];
}
