import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Claims } from '../claims.ts';
import { findFreePort, isFreePort } from '../free-port.ts';
import { findRunningPostmaster } from '../postmaster.ts';
import { withStartLock } from '../start-lock.ts';

/**
 * Where the standby of this folder listens or will listen. Chosen before it is seeded, because the
 * application opens its pools meanwhile, and written down: processes that share it agree.
 */
export async function reservePort(folder: string, cluster: string, claims: Claims): Promise<number> {
  return withStartLock(join(folder, 'choosing-port'), async () => {
    const file = join(folder, 'port');
    const known = findRunningPostmaster(cluster)?.port ?? readPort(file);
    if (known && (claims.areHeldByOthers() || findRunningPostmaster(cluster) || (await isFreePort(known))))
      return known;
    const port = await findFreePort();
    writeFileSync(file, String(port));
    return port;
  });
}

function readPort(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}
