import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { root } from '../configuration.ts';
import { databaseVariable } from '../database/database-urls.ts';
import { subgraphNames } from '../subgraph-names.ts';
import type { Stores } from './stores.ts';

/**
 * In a process of its own: it loads every subgraph, once.
 *
 * @throws {StartupError} where it fails
 */
export async function playDemo(
  { ownerUrlOf, roleSecret }: Pick<Stores, 'ownerUrlOf' | 'roleSecret'>,
  onLine: (line: string) => void,
): Promise<void> {
  const urls = subgraphNames.map((name): [string, string] => [databaseVariable(name), ownerUrlOf(name)]);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(urls),
    DATABASE_ROLE_SECRET: roleSecret,
  };
  const file = join(import.meta.dirname, 'prepare-demo.ts');
  const child = spawn(process.execPath, [file], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => onLine(chunk.toString().trim()));
  await once(child, 'exit');
  if (child.exitCode !== 0)
    throw new StartupError('The demo could not be played; logs/demo.log has the details.');
}
