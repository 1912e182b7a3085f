import { Client } from 'pg';
import { StartupError } from '../../config/startup-error.ts';

/**
 * Whether the server takes a statement now; false while it starts, recovers or stops.
 *
 * @throws {StartupError} when it runs but refuses the password, which waiting does not change
 */
export async function canConnect(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01')
      throw new StartupError(
        'The embedded database refuses our password: it was made with another secrets.json.',
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
