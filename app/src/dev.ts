import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type AppConfiguration, readAppConfiguration, root } from './configuration.ts';
import { openInstallationDatabase } from './database/installation-database.ts';
import { fail } from './fail.ts';
import { readOrMakeSecrets } from './secrets.ts';

/**
 * `npm run dev`: the same as `npm start`, but the server starts anew when its code changes, and the
 * web app comes from Vite, one port above, and follows each change. The database stays up meanwhile.
 */
async function dev(configuration: AppConfiguration): Promise<void> {
  const { dataFolder, port } = configuration;
  const database = await openInstallationDatabase(configuration, readOrMakeSecrets(dataFolder));
  const children = [startServer(), startVite(port)];
  const stop = (): void => {
    for (const child of children) child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.stdout.write(`\nWith reload of the web app: http://localhost:${port + 1}\n`);
  await Promise.race(children.map((child) => once(child, 'exit')));
  stop();
  await Promise.all(children.map(hasExited));
  await database.stop();
}

function startServer(): ChildProcess {
  const file = join(import.meta.dirname, 'dev-server.ts');
  return spawn(process.execPath, ['--watch', '--watch-preserve-output', file], { stdio: 'inherit' });
}

function startVite(port: number): ChildProcess {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return spawn(process.execPath, [vite, 'dev', '--port', String(port + 1), '--strictPort'], {
    cwd: join(root, 'web'),
    env: { ...process.env, MOIM_API_URL: `http://localhost:${port}` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

const hasExited = (child: ChildProcess): Promise<unknown> =>
  child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();

try {
  await dev(readAppConfiguration());
} catch (error) {
  fail(error, null);
}
process.exit(0);
