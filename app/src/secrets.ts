import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { z } from 'zod';

const secrets = z.object({ databasePassword: z.string().min(16), roleSecret: z.string().min(16) });

/** What this installation made up for itself; losing it locks us out of the embedded database. */
export type Secrets = z.output<typeof secrets>;

/** Read from `secrets.json` in the data folder, for our eyes only; made at the first start. */
export function readOrMakeSecrets(dataFolder: string): Secrets {
  const file = join(dataFolder, 'secrets.json');
  mkdirSync(dataFolder, { recursive: true });
  return readSecrets(file) ?? makeSecrets(file);
}

function readSecrets(file: string): Secrets | null {
  const text = readOrNull(file);
  if (text === null) return null;
  try {
    return secrets.parse(JSON.parse(text));
  } catch {
    throw new StartupError(`${file} is damaged: restore it, or move the folder away to begin anew.`);
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole or not at all; of two first starts at once, the second reads the first's. */
function makeSecrets(file: string): Secrets {
  const made: Secrets = { databasePassword: random(), roleSecret: random() };
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(own, file);
    return made;
  } catch (error) {
    const others = readSecrets(file);
    if (!others) throw error;
    return others;
  } finally {
    rmSync(own);
  }
}

const random = () => randomBytes(32).toString('base64url');
