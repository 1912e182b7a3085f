import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { Claims } from '../db/embedded-postgres/claims.ts';
import { startEmbeddedPostgres } from '../db/embedded-postgres/start-embedded-postgres.ts';
import { stopServer } from '../db/embedded-postgres/stop.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser of a server that lives as long as this test run. */
    postgresUrl: string;
  }
}

const prefix = 'moim-test-';

/** One throw-away PostgreSQL for all integration tests of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const server = await startEmbeddedPostgres({
    folder,
    password: 'test',
    isDurable: false,
    maxConnections: 300,
  });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A test run that was killed leaves its server behind; the next one clears it away. */
async function removeAbandoned(): Promise<void> {
  const names = readdirSync(tmpdir()).filter((name) => name.startsWith(prefix));
  const folders = names.map((name) => join(tmpdir(), name));
  for (const folder of folders.filter((each) => isAbandoned(each))) {
    await stopServer(join(folder, 'cluster'));
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbandoned(folder: string): boolean {
  try {
    return readdirSync(folder).includes('users') && !new Claims(join(folder, 'users')).areHeld();
  } catch {
    return false; // another user's
  }
}
