import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { z } from 'zod';

const secret = z.string().min(16);
const secrets = z.object({
  databasePassword: secret,
  roleSecret: secret,
  /** Personal data of the insured is sealed with it. */
  insuranceDataKey: secret,
  /** The insurer's callbacks are signed with it. */
  insurerCallbackSecret: secret,
});
/** A folder that an earlier version made has none of the later ones yet. */
const storedSecrets = secrets.partial({ insuranceDataKey: true, insurerCallbackSecret: true });
const newLater = () => ({ insuranceDataKey: random(), insurerCallbackSecret: random() });

/** What this installation made up for itself; losing it locks us out of the embedded database. */
export type Secrets = z.output<typeof secrets>;

/** Read from `secrets.json` in the data folder, for our eyes only; made at the first start. */
export function readOrMakeSecrets(dataFolder: string): Secrets {
  const file = join(dataFolder, 'secrets.json');
  mkdirSync(dataFolder, { recursive: true });
  return readSecrets(file) ?? makeSecrets(file);
}

/** The secret that the operator set under this name, else the one that was made up; null: there is none. */
export function secretOf(made: Secrets, variable: string): string | null {
  const names = new Map<string, string>([
    ['INSURANCE_DATA_KEY', made.insuranceDataKey],
    ['INSURER_CALLBACK_SECRET', made.insurerCallbackSecret],
  ]);
  return process.env[variable]?.trim() || (names.get(variable) ?? null);
}

function readSecrets(file: string): Secrets | null {
  const text = readOrNull(file);
  if (text === null) return null;
  try {
    return completed(file, text);
  } catch {
    throw new StartupError(`${file} is damaged: restore it, or move the folder away to begin anew.`);
  }
}

/** Replaced as a whole, so that a reader never meets half of it. */
function completed(file: string, text: string): Secrets {
  const stored = storedSecrets.parse(JSON.parse(text));
  const read = secrets.parse({ ...newLater(), ...stored });
  if (secrets.safeParse(stored).success) return read;
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${JSON.stringify(read, null, 2)}\n`, { mode: 0o600 });
  renameSync(own, file);
  return read;
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
  const made: Secrets = { databasePassword: random(), roleSecret: random(), ...newLater() };
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
