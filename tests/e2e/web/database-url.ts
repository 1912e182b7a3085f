import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the stack behind a port of the browser tests says which database it has. */
const fileOf = (port: string): string =>
  fileURLToPath(new URL(`../../../.moim/e2e-web/${port}.url`, import.meta.url));

/** The result takes it back. */
export function tellDatabaseUrl(port: number, url: string): () => void {
  const file = fileOf(String(port));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, url, { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Superuser of the database behind a base URL of the browser tests. */
export const databaseUrlOf = (baseUrl: string): string => readFileSync(fileOf(new URL(baseUrl).port), 'utf8');
