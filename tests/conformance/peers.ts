import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}/bench/peers`;

/** Installs what we are compared with, from its own lock file; nothing when that has been done. */
export function installPeers(): void {
  const installed = `${folder}/node_modules/.package-lock.json`;
  const isCurrent =
    existsSync(installed) && versionsIn(installed) === versionsIn(`${folder}/package-lock.json`);
  if (!isCurrent)
    execFileSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
      stdio: 'inherit',
    });
}

/** The gateways' own entries: npm rewrites the rest of the file. */
function versionsIn(lockFile: string): string {
  const text = readFileSync(lockFile, 'utf8');
  const entries = text.matchAll(
    /"node_modules\/@(?:graphql-hive|mercuriusjs)\/gateway": \{\s*"version": "[^"]+"/g,
  );
  return [...entries].join();
}
