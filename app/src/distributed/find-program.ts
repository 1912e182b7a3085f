import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps servers where an ordinary user's PATH does not look. */
const serverFolders = ['/usr/sbin', '/usr/local/sbin'];

/** Absolute; null when it is not installed. */
export function findProgram(name: string, path: string = process.env['PATH'] ?? ''): string | null {
  const files = [...path.split(delimiter).filter(Boolean), ...serverFolders].map((folder) =>
    join(folder, name),
  );
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
