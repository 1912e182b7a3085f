import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStandby } from '@moim/kit/db/embedded-postgres/standby/open-embedded-standby.ts';
import { startEmbeddedPostgres } from '@moim/kit/db/embedded-postgres/start-embedded-postgres.ts';
import { ensureDatabase } from '@moim/kit/db/ensure-database.ts';
import { Client } from 'pg';

/** A primary and a server that replays it, thrown away in the end. */
export interface Place {
  /** Superusers, of the same database. */
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  readonly primary: Client;
  readonly replica: Client;
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'moim-stale-'));
  chmodSync(folder, 0o755); // as root, the database's user must be able to enter it
  const server = await startEmbeddedPostgres({
    folder: join(folder, 'primary'),
    password: 'test',
    isDurable: false,
  });
  const primaryUrl = await ensureDatabase(server.url, 'stale');
  const standby = await openEmbeddedStandby({
    primary: server,
    folder: join(folder, 'standby'),
    isDurable: false,
  });
  await standby.start();
  const replicaUrl = Object.assign(new URL(primaryUrl), { port: new URL(standby.url).port }).href;
  const [primary, replica] = [await connect(primaryUrl), await connect(replicaUrl)];
  const close = async () => {
    await Promise.all([primary.end(), replica.end()]);
    await standby.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { primaryUrl, replicaUrl, primary, replica, close };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
