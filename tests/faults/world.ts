import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface World {
  /** Made everything and stays in every room. */
  readonly ownerId: string;
  /** Added to and removed from the groups all the time. */
  readonly memberIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly rooms: readonly { readonly id: string; readonly groupIds: readonly string[] }[];
}

const fileIn = (folder: string): string => join(folder, 'world.json');

export function writeWorld(folder: string, world: World): void {
  writeFileSync(fileIn(folder), JSON.stringify(world));
}

export function readWorld(folder: string): World {
  return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as World;
}
