import { appendFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainError } from './explain-error.ts';

/** Ends the process with one sentence; the stack of a defect goes to a file. */
export function fail(error: unknown, dataFolder: string | null): never {
  const sentence = explainError(error, dataFolder ?? 'the data folder') ?? reportDefect(error, dataFolder);
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

function reportDefect(error: unknown, dataFolder: string | null): string {
  const reason = error instanceof Error ? error.message : String(error);
  const file = writeReport(error, dataFolder ? join(dataFolder, 'logs') : tmpdir());
  return `Moim stopped by a defect: ${reason.split('\n')[0] ?? ''}${file ? ` (details in ${file})` : ''}`;
}

/** Null where nothing can be written. */
function writeReport(error: unknown, folder: string): string | null {
  const file = join(folder, 'moim-crash.log');
  try {
    mkdirSync(folder, { recursive: true });
    appendFileSync(file, `${new Date().toISOString()} ${describe(error)}\n`, { mode: 0o600 });
    return file;
  } catch {
    return null;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.stack ?? ''}\ncaused by ${describe(error.cause)}` : (error.stack ?? '');
}
