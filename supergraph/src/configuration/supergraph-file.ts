import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';

/** npm runs us in our own folder: a relative name means the one where the person stands. */
export const pathFrom = (name: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), name);

/** @throws {StartupError} naming a file that cannot be read */
export async function readSupergraph(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StartupError(`The supergraph file ${path} cannot be read.`, { cause: error });
  }
}
