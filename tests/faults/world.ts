import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const world = z.object({
  /** Made everything and stays in every room. */
  ownerId: z.string(),
  /** Added to and removed from the groups all the time. */
  memberIds: z.array(z.string()),
  groupIds: z.array(z.string()),
  /** Each follows these groups. */
  rooms: z.array(z.object({ id: z.string(), groupIds: z.array(z.string()) })),
});
export type World = z.infer<typeof world>;

const fileIn = (folder: string): string => join(folder, 'world.json');

export function writeWorld(folder: string, made: World): void {
  writeFileSync(fileIn(folder), JSON.stringify(made));
}

export function readWorld(folder: string): World {
  return world.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
}
